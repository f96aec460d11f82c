package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The table of messages. */
final class Messages {
    private static final long NO_TIME = -1;
    private static final int MOST_ROWS = 50;

    private final MetadataJson json = new MetadataJson();

    /**
     * Inserts messages in as few statements as possible, because a statement costs more than a row.
     *
     * @param before the position of the message before the first one
     */
    void insert(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String conversation,
            int before,
            List<StoredMessage> added) {
        for (int begin = 0; begin < added.size(); begin += MOST_ROWS) {
            List<StoredMessage> some =
                    added.subList(begin, Math.min(begin + MOST_ROWS, added.size()));
            var insert =
                    transaction.createInsert(
                            INSERT + String.join(", ", Collections.nCopies(some.size(), ROW)));
            int position = before + begin;
            for (StoredMessage message : some) {
                insert.addParam(message.id())
                        .addParam(chatbot.org())
                        .addParam(chatbot.chatbot())
                        .addParam(conversation)
                        .addParam(++position)
                        .addParam(Rows.name(message.role()))
                        .addParam(Text.storable(message.content()))
                        .addParam(Rows.name(message.state()))
                        .addParam(message.createdAt().toEpochMilli());
                addMetadata(insert, message);
            }
            long inserted = insert.execute();
            if (inserted != some.size()) {
                throw new IllegalStateException("inserted " + inserted + " of " + some.size());
            }
        }
    }

    private static final String INSERT =
            """
            INSERT INTO messages (id, org, chatbot, conversation_id, position, role, content, state,
                created_at, provider, model, prompt_tokens, completion_tokens, tokens_estimated,
                error_code, sources, context_quality, lookup, retrieval_ms, first_token_ms,
                total_ms, outcome, verdict, unsure)
            VALUES
            """;

    private static final String ROW = "(" + Rows.places(24) + ")";

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
                                    lookup = ?, retrieval_ms = ?, first_token_ms = ?, total_ms = ?,
                                    outcome = ?, verdict = ?, unsure = ?
                                WHERE id = ? AND org = ? AND chatbot = ? AND conversation_id = (
                                    SELECT id FROM conversations
                                    WHERE org = ? AND chatbot = ? AND session_hash = ?)
                                """)
                        .addParam(Text.storable(message.content()))
                        .addParam(Rows.name(message.state()));
        return addMetadata(update, message)
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
     * Binds the values in the order of both statements: provider, model, tokens, error, sources,
     * quality, lookup, times, findings.
     */
    private DbStatementDml addMetadata(DbStatementDml statement, StoredMessage message) {
        Metadata metadata = message.metadata();
        Findings findings = Findings.of(message);
        return statement
                .addParam(Text.storable(metadata.provider()))
                .addParam(Text.storable(metadata.model()))
                .addParam(metadata.usage().promptTokens())
                .addParam(metadata.usage().completionTokens())
                .addParam(metadata.usage().estimated() ? 1 : 0)
                .addParam(Text.storable(metadata.errorCode()))
                .addParam(json.write(metadata.sources()))
                .addParam(json.write(metadata.contextQuality()))
                .addParam(metadata.lookup().map(json::write).orElse(""))
                .addParam(millis(metadata.timing().retrieval()))
                .addParam(millis(metadata.timing().firstToken()))
                .addParam(millis(metadata.timing().total()))
                .addParam(findings.outcome().map(Rows::name).orElse(""))
                .addParam(findings.verdict().map(Rows::name).orElse(""))
                .addParam(findings.unsure() ? 1 : 0);
    }

    private static long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(NO_TIME);
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

    /** The same, up to the message with this id. */
    List<StoredMessage> upTo(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String sessionHash,
            String id,
            int limit) {
        String position = "(SELECT position FROM messages WHERE id = ? AND conversation_id = c.id)";
        return last(transaction, position, chatbot, sessionHash, id, limit);
    }

    /** The same, for a message in any of the chatbot's conversations. */
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
                .map(row -> Rows.text(row, "session_hash"))
                .findFirst()
                .map(session -> upTo(transaction, chatbot, session, id, limit))
                .orElse(List.of());
    }

    /**
     * @param position SQL for the position of the last message, with a placeholder for {@code
     *     value}
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
                            m.error_code, m.sources, m.context_quality, m.lookup,
                            m.retrieval_ms, m.first_token_ms, m.total_ms
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

    /** The row must have all columns except those for administrators. */
    StoredMessage message(DbRow row) {
        return new StoredMessage(
                Rows.text(row, "id"),
                Rows.constant(row, "role", Role.class),
                Rows.text(row, "content"),
                Rows.constant(row, "state", MessageState.class),
                Rows.time(row, "created_at"),
                new Metadata(
                        json.sources(Rows.text(row, "sources")),
                        json.quality(Rows.text(row, "context_quality")),
                        new Usage(
                                Rows.small(row, "prompt_tokens"),
                                Rows.small(row, "completion_tokens"),
                                Rows.flag(row, "tokens_estimated")),
                        Rows.text(row, "provider"),
                        Rows.text(row, "model"),
                        Rows.text(row, "error_code"),
                        json.lookup(Rows.text(row, "lookup")),
                        new Timing(
                                time(row, "retrieval_ms"),
                                time(row, "first_token_ms"),
                                time(row, "total_ms"))));
    }

    private static Optional<Duration> time(DbRow row, String column) {
        long millis = Rows.number(row, column);
        return millis == NO_TIME ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}
