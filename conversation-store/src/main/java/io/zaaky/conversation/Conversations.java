package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;

/**
 * The table of conversations. Every transaction that changes a conversation and its messages
 * changes the conversation first, so that no two transactions deadlock.
 */
final class Conversations {

    /**
     * The position of new messages.
     *
     * @param before how many messages precede them
     * @param marks the conversation's marks, including those of the new messages
     */
    record Place(String conversation, int before, int marks) {}

    /**
     * Reserves positions for messages at the end; creates the conversation if it does not exist.
     *
     * @param id the id of a new conversation
     */
    Place reserve(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String session,
            String id,
            List<StoredMessage> added) {
        int marks = added.stream().mapToInt(m -> Findings.of(m).marks()).reduce(0, (a, b) -> a | b);
        List<DbRow> rows =
                transaction
                        .query(
                                marks == 0 ? RESERVE : RESERVE_AND_MARK,
                                id,
                                chatbot.org(),
                                chatbot.chatbot(),
                                session,
                                added.getFirst().createdAt().toEpochMilli(),
                                added.getLast().createdAt().toEpochMilli(),
                                added.size(),
                                marks)
                        .toList();
        DbRow row = rows.getFirst();
        return new Place(
                Rows.text(row, "id"),
                Rows.small(row, "last_position") - added.size(),
                Rows.small(row, "marks"));
    }

    private static final String RESERVE =
            """
            INSERT INTO conversations (id, org, chatbot, session_hash,
                created_at, updated_at, last_position, marks)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (org, chatbot, session_hash) DO UPDATE
            SET updated_at = excluded.updated_at,
                last_position = conversations.last_position + excluded.last_position
            RETURNING id, last_position, marks
            """;

    /** The marks are indexed, so messages without marks, such as questions, do not update them. */
    private static final String RESERVE_AND_MARK =
            RESERVE.replace("SET ", "SET marks = conversations.marks | excluded.marks, ");

    /**
     * Records that some message of a conversation has these marks; usually they are set already.
     */
    void mark(DbTransaction transaction, ChatbotKey chatbot, String session, int marks) {
        var _ =
                transaction.update(
                        """
                        UPDATE conversations SET marks = marks | ?
                        WHERE org = ? AND chatbot = ? AND session_hash = ? AND (marks & ?) <> ?
                        """,
                        marks,
                        chatbot.org(),
                        chatbot.chatbot(),
                        session,
                        marks,
                        marks);
    }

    boolean delete(DbTransaction transaction, ChatbotKey chatbot, String session) {
        return transaction.delete(
                        """
                        DELETE FROM conversations
                        WHERE org = ? AND chatbot = ? AND session_hash = ?
                        """,
                        chatbot.org(),
                        chatbot.chatbot(),
                        session)
                == 1;
    }

    boolean deleteById(DbTransaction transaction, ChatbotKey chatbot, String id) {
        return transaction.delete(
                        "DELETE FROM conversations WHERE org = ? AND chatbot = ? AND id = ?",
                        chatbot.org(),
                        chatbot.chatbot(),
                        id)
                == 1;
    }

    /** Deletes at most {@code most} conversations whose last message is older. Returns how many. */
    int deleteBefore(DbTransaction transaction, ChatbotKey chatbot, Instant limit, int most) {
        return (int)
                transaction.delete(
                        """
                        DELETE FROM conversations
                        WHERE org = ? AND chatbot = ? AND updated_at < ?
                            AND id IN (
                                SELECT id FROM conversations
                                WHERE org = ? AND chatbot = ? AND updated_at < ?
                                LIMIT ?)
                        """,
                        chatbot.org(),
                        chatbot.chatbot(),
                        limit.toEpochMilli(),
                        chatbot.org(),
                        chatbot.chatbot(),
                        limit.toEpochMilli(),
                        most);
    }

    /** Closes the answers in progress. Returns how many. */
    int closeRunning(DbTransaction transaction, ChatbotKey chatbot) {
        var _ =
                transaction.update(
                        """
                        UPDATE conversations SET marks = marks | ?
                        WHERE org = ? AND chatbot = ? AND id IN (
                            SELECT conversation_id FROM messages
                            WHERE org = ? AND chatbot = ? AND state = 'running')
                        """,
                        Marks.of(Outcome.FAILED),
                        chatbot.org(),
                        chatbot.chatbot(),
                        chatbot.org(),
                        chatbot.chatbot());
        return (int)
                transaction.update(
                        """
                        UPDATE messages
                        SET state = CASE WHEN content = '' THEN 'failed' ELSE 'incomplete' END,
                            outcome = 'failed'
                        WHERE org = ? AND chatbot = ? AND state = 'running'
                        """,
                        chatbot.org(),
                        chatbot.chatbot());
    }
}
