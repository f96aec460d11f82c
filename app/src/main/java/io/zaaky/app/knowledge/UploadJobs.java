package io.zaaky.app.knowledge;

import io.zaaky.app.knowledge.UploadJob.Failure;
import io.zaaky.app.sqlite.Sql;
import io.zaaky.spi.ChatbotKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of documents that arrived together, within a transaction of the store. */
final class UploadJobs {
    private static final Duration KEPT = Duration.ofDays(7);

    private UploadJobs() {}

    /** The state of a job's document. */
    enum State {
        PENDING,
        INDEXED,
        FAILED,
        /** A newer version arrived before it was processed. */
        REPLACED,
        /** It was deleted before it was processed. */
        REMOVED
    }

    /** Creates a job, and deletes the chatbot's old jobs. */
    static void begin(Connection connection, ChatbotKey key, String job, Instant now)
            throws SQLException {
        long before = now.minus(KEPT).toEpochMilli();
        Sql.update(
                connection,
                """
                DELETE FROM job_document WHERE org = ? AND chatbot = ? AND job IN
                    (SELECT id FROM job WHERE org = ? AND chatbot = ? AND made < ?)
                """,
                key.org(),
                key.chatbot(),
                key.org(),
                key.chatbot(),
                before);
        Sql.update(
                connection,
                "DELETE FROM job WHERE org = ? AND chatbot = ? AND made < ?",
                key.org(),
                key.chatbot(),
                before);
        Sql.update(
                connection,
                "INSERT INTO job (org, chatbot, id, made) VALUES (?, ?, ?, ?)",
                key.org(),
                key.chatbot(),
                job,
                now.toEpochMilli());
    }

    /**
     * Adds a document.
     *
     * @param sequence of the version that arrived with the job
     */
    static void add(Connection connection, ChatbotKey key, String job, String id, long sequence)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO job_document
                SELECT ?, ?, ?, count(*), ?, ?, ?, '' FROM job_document
                WHERE org = ? AND chatbot = ? AND job = ?
                """,
                key.org(),
                key.chatbot(),
                job,
                id,
                sequence,
                State.PENDING.name(),
                key.org(),
                key.chatbot(),
                job);
    }

    /** Ends a version, if it belongs to a job. */
    static void end(
            Connection connection, ChatbotKey key, long sequence, State state, String reason)
            throws SQLException {
        Sql.update(
                connection,
                """
                UPDATE job_document SET state = ?, reason = ?
                WHERE org = ? AND chatbot = ? AND sequence = ? AND state = ?
                """,
                state.name(),
                reason,
                key.org(),
                key.chatbot(),
                sequence,
                State.PENDING.name());
    }

    static Optional<UploadJob> find(Connection connection, ChatbotKey key, String id)
            throws SQLException {
        List<String> documents = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        List<State> states =
                Sql.all(
                        connection,
                        """
                        SELECT id, state, reason FROM job_document
                        WHERE org = ? AND chatbot = ? AND job = ? ORDER BY position
                        """,
                        row -> {
                            documents.add(row.getString("id"));
                            State state = State.valueOf(row.getString("state"));
                            if (state == State.FAILED) {
                                failures.add(
                                        new Failure(row.getString("id"), row.getString("reason")));
                            }
                            return state;
                        },
                        key.org(),
                        key.chatbot(),
                        id);
        int pending = (int) states.stream().filter(State.PENDING::equals).count();
        return states.isEmpty()
                ? Optional.empty()
                : Optional.of(new UploadJob(id, documents, pending, failures));
    }
}
