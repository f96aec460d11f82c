package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The table of messages. */
final class Messages {
    private final MetadataJson json = new MetadataJson();

    void insert(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String conversation,
            int position,
            StoredMessage message) {
        var insert =
                transaction
                        .createInsert(
                                """
                                INSERT INTO messages (id, org, chatbot, conversation_id, position,
                                    role, content, state, created_at, provider, model,
                                    prompt_tokens, completion_tokens, tokens_estimated,
                                    error_code, sources, context_quality, lookup)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                """)
                        .addParam(message.id())
                        .addParam(chatbot.org())
                        .addParam(chatbot.chatbot())
                        .addParam(conversation)
                        .addParam(position)
                        .addParam(name(message.role()))
                        .addParam(Text.storable(message.content()))
                        .addParam(name(message.state()))
                        .addParam(message.createdAt().toEpochMilli());
        long inserted = addMetadata(insert, message.metadata()).execute();
        if (inserted != 1) {
            throw new IllegalStateException("inserted " + inserted + " rows instead of one");
        }
    }

    boolean update(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String sessionHash,
            StoredMessage message) {
        var update =
                transaction
                        .createUpdate(
                                """
                                UPDATE messages
                                SET content = ?, state = ?, provider = ?, model = ?,
                                    prompt_tokens = ?, completion_tokens = ?, tokens_estimated = ?,
                                    error_code = ?, sources = ?, context_quality = ?,
                                    lookup = ?
                                WHERE id = ? AND org = ? AND chatbot = ? AND conversation_id = (
                                    SELECT id FROM conversations
                                    WHERE org = ? AND chatbot = ? AND session_hash = ?)
                                """)
                        .addParam(Text.storable(message.content()))
                        .addParam(name(message.state()));
        return addMetadata(update, message.metadata())
                        .addParam(message.id())
                        .addParam(chatbot.org())
                        .addParam(chatbot.chatbot())
                        .addParam(chatbot.org())
                        .addParam(chatbot.chatbot())
                        .addParam(sessionHash)
                        .execute()
                == 1;
    }

    /**
     * In the order of both statements: provider, model, tokens, error, sources, quality, lookup.
     */
    private DbStatementDml addMetadata(DbStatementDml statement, Metadata metadata) {
        return statement
                .addParam(Text.storable(metadata.provider()))
                .addParam(Text.storable(metadata.model()))
                .addParam(metadata.usage().promptTokens())
                .addParam(metadata.usage().completionTokens())
                .addParam(metadata.usage().estimated() ? 1 : 0)
                .addParam(Text.storable(metadata.errorCode()))
                .addParam(json.write(metadata.sources()))
                .addParam(json.write(metadata.contextQuality()))
                .addParam(metadata.lookup().map(json::write).orElse(""));
    }

    /** The last {@code limit} messages up to a position, oldest first. */
    List<StoredMessage> last(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String sessionHash,
            int upTo,
            int limit) {
        return limit == 0 || upTo == 0
                ? List.of()
                : last(transaction, "?", chatbot, sessionHash, upTo, limit);
    }

    /** The same up to the message of that id. */
    List<StoredMessage> upTo(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String sessionHash,
            String id,
            int limit) {
        String position = "(SELECT position FROM messages WHERE id = ? AND conversation_id = c.id)";
        return last(transaction, position, chatbot, sessionHash, id, limit);
    }

    /** The same in whichever conversation of the chatbot that message is. */
    List<StoredMessage> upTo(DbTransaction transaction, ChatbotKey chatbot, String id, int limit) {
        return transaction
                .query(
                        """
                        SELECT c.session_hash
                        FROM messages m JOIN conversations c ON c.id = m.conversation_id
                        WHERE m.id = ? AND m.org = ? AND m.chatbot = ?
                            AND c.org = ? AND c.chatbot = ?
                        """,
                        id,
                        chatbot.org(),
                        chatbot.chatbot(),
                        chatbot.org(),
                        chatbot.chatbot())
                .map(row -> text(row, "session_hash"))
                .findFirst()
                .map(session -> upTo(transaction, chatbot, session, id, limit))
                .orElse(List.of());
    }

    /**
     * @param position SQL for the last one's, with a place for {@code value}
     */
    private List<StoredMessage> last(
            DbTransaction transaction,
            String position,
            ChatbotKey chatbot,
            String sessionHash,
            Object value,
            int limit) {
        return transaction
                .query(
                        """
                        SELECT m.id, m.role, m.content, m.state, m.created_at, m.provider, m.model,
                            m.prompt_tokens, m.completion_tokens, m.tokens_estimated,
                            m.error_code, m.sources, m.context_quality, m.lookup
                        FROM messages m JOIN conversations c ON c.id = m.conversation_id
                        WHERE c.org = ? AND c.chatbot = ? AND c.session_hash = ?
                            AND m.org = ? AND m.chatbot = ? AND m.position <= %s
                        ORDER BY m.position DESC LIMIT ?
                        """
                                .formatted(position),
                        chatbot.org(),
                        chatbot.chatbot(),
                        sessionHash,
                        chatbot.org(),
                        chatbot.chatbot(),
                        value,
                        limit)
                .map(this::message)
                .toList()
                .reversed();
    }

    private StoredMessage message(DbRow row) {
        return new StoredMessage(
                text(row, "id"),
                Role.valueOf(text(row, "role").toUpperCase(Locale.ROOT)),
                text(row, "content"),
                MessageState.valueOf(text(row, "state").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(number(row, "created_at").longValue()),
                new Metadata(
                        json.sources(text(row, "sources")),
                        json.quality(text(row, "context_quality")),
                        new Usage(
                                number(row, "prompt_tokens").intValue(),
                                number(row, "completion_tokens").intValue(),
                                number(row, "tokens_estimated").intValue() == 1),
                        text(row, "provider"),
                        text(row, "model"),
                        text(row, "error_code"),
                        json.lookup(text(row, "lookup"))));
    }

    private static String text(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    /** SQLite's driver gives an Integer or a Long, whichever the value fits. */
    private static Number number(DbRow row, String column) {
        return row.column(column).get(Number.class);
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
