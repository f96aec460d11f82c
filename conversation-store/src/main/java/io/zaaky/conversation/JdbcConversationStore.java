package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Conversations in two tables. The row of a conversation counts its messages, and writing it is the
 * first thing that an append does: it gives the messages their places and keeps other appends to
 * the same conversation waiting until the commit.
 */
final class JdbcConversationStore implements ConversationStore {

    /** How many conversations one transaction deletes, so that questions get their turn between. */
    private static final int DELETE_AT_ONCE = 200;

    private final Lanes lanes;
    private final Supplier<String> ids;
    private final Messages messages = new Messages();

    /**
     * @param ids makes the ids by which administrators know conversations; nothing about the
     *     session follows from them
     */
    JdbcConversationStore(Lanes lanes, Supplier<String> ids) {
        this.lanes = lanes;
        this.ids = ids;
    }

    @Override
    public List<StoredMessage> append(ConversationKey key, List<StoredMessage> added, int history) {
        if (added.isEmpty()) {
            return recent(key, history);
        }
        String session = SessionHash.of(key);
        String id = ids.get();
        return lanes.writes()
                .run(
                        transaction -> {
                            Place place = reserve(transaction, key, session, id, added);
                            int position = place.before();
                            for (StoredMessage message : added) {
                                messages.insert(
                                        transaction,
                                        key.chatbot(),
                                        place.conversation(),
                                        ++position,
                                        message);
                            }
                            return messages.last(
                                    transaction, key.chatbot(), session, place.before(), history);
                        });
    }

    /** Where new messages go: after the first {@code before} of the conversation. */
    private record Place(String conversation, int before) {}

    private static Place reserve(
            DbTransaction transaction,
            ConversationKey key,
            String session,
            String id,
            List<StoredMessage> added) {
        List<DbRow> rows =
                transaction
                        .query(
                                """
                                INSERT INTO conversations (id, org, chatbot, session_hash,
                                    created_at, updated_at, last_position)
                                VALUES (?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT (org, chatbot, session_hash) DO UPDATE
                                SET updated_at = excluded.updated_at,
                                    last_position = conversations.last_position
                                        + excluded.last_position
                                RETURNING id, last_position
                                """,
                                id,
                                key.chatbot().org(),
                                key.chatbot().chatbot(),
                                session,
                                added.getFirst().createdAt().toEpochMilli(),
                                added.getLast().createdAt().toEpochMilli(),
                                added.size())
                        .toList();
        DbRow row = rows.getFirst();
        return new Place(
                row.column("id").get(String.class),
                row.column("last_position").get(Number.class).intValue() - added.size());
    }

    @Override
    public boolean update(ConversationKey key, StoredMessage message) {
        String session = SessionHash.of(key);
        return lanes.writes().run(tx -> messages.update(tx, key.chatbot(), session, message));
    }

    @Override
    public List<StoredMessage> recent(ConversationKey key, int limit) {
        if (limit == 0) {
            return List.of();
        }
        String session = SessionHash.of(key);
        return lanes.reads()
                .run(tx -> messages.last(tx, key.chatbot(), session, Integer.MAX_VALUE, limit));
    }

    @Override
    public List<StoredMessage> upTo(ConversationKey key, String messageId, int limit) {
        String session = SessionHash.of(key);
        return lanes.reads().run(tx -> messages.upTo(tx, key.chatbot(), session, messageId, limit));
    }

    @Override
    public List<StoredMessage> upTo(ChatbotKey chatbot, String messageId, int limit) {
        return lanes.reads().run(tx -> messages.upTo(tx, chatbot, messageId, limit));
    }

    @Override
    public boolean delete(ConversationKey key) {
        return lanes.writes()
                        .run(
                                tx ->
                                        tx.delete(
                                                """
                                                DELETE FROM conversations
                                                WHERE org = ? AND chatbot = ? AND session_hash = ?
                                                """,
                                                key.chatbot().org(),
                                                key.chatbot().chatbot(),
                                                SessionHash.of(key)))
                == 1;
    }

    @Override
    public int deleteBefore(ChatbotKey chatbot, Instant limit) {
        int deleted = 0;
        long some;
        do {
            some =
                    lanes.writes()
                            .run(
                                    tx ->
                                            tx.delete(
                                                    """
                                                    DELETE FROM conversations
                                                    WHERE org = ? AND chatbot = ? AND updated_at < ?
                                                        AND id IN (
                                                            SELECT id FROM conversations
                                                            WHERE org = ? AND chatbot = ?
                                                                AND updated_at < ?
                                                            LIMIT ?)
                                                    """,
                                                    chatbot.org(),
                                                    chatbot.chatbot(),
                                                    limit.toEpochMilli(),
                                                    chatbot.org(),
                                                    chatbot.chatbot(),
                                                    limit.toEpochMilli(),
                                                    DELETE_AT_ONCE));
            deleted += (int) some;
        } while (some == DELETE_AT_ONCE);
        return deleted;
    }

    @Override
    public int closeRunning(ChatbotKey chatbot) {
        long closed =
                lanes.writes()
                        .run(
                                tx ->
                                        tx.update(
                                                """
                                                UPDATE messages
                                                SET state = CASE WHEN content = '' THEN 'failed'
                                                    ELSE 'incomplete' END
                                                WHERE org = ? AND chatbot = ? AND state = 'running'
                                                """,
                                                chatbot.org(),
                                                chatbot.chatbot()));
        return (int) closed;
    }

    @Override
    public void check() {
        boolean answers =
                lanes.reads().run(tx -> tx.query("SELECT 1 AS one").findFirst().isPresent());
        if (!answers) {
            throw new IllegalStateException("SELECT 1 gave no row");
        }
    }

    @Override
    public void close() {
        lanes.close();
    }
}
