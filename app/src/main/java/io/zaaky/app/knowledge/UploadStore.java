package io.zaaky.app.knowledge;

import io.zaaky.app.sqlite.Sql;
import io.zaaky.app.sqlite.SqliteFile;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.spi.ChatbotKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Uploads as they arrived. A new version waits as an arrival, and replaces the earlier version when
 * the index has accepted it. After a crash the old version is therefore still served and the new
 * one still waits; and if the index is lost or the embedding model changes, everything is there to
 * index again. Safe to call from many threads.
 *
 * <p>Each call throws a {@link io.zaaky.spi.PluginException} if the file cannot be used. Calls that
 * make an organisation store more throw a {@link QuotaExceededException} if it may not.
 */
final class UploadStore implements AutoCloseable {
    private static final String NOTES =
            "SELECT id, title, url, state, reason, bytes, arrived FROM arrival"
                    + " WHERE org = ? AND chatbot = ?";
    private static final String DELETE =
            "DELETE FROM arrival WHERE org = ? AND chatbot = ? AND sequence = ?";
    private static final String PENDING = "pending";
    private static final String FAILED = "failed";

    private final SqliteFile file;
    private final InstantSource clock;
    private final Quotas quotas;

    /** A waiting version. */
    record Waiting(long sequence, String id, long bytes) {}

    /** How many documents have a waiting version, or a failed one. */
    record Counts(int pending, int failed) {}

    /**
     * A version that is not served, or not yet.
     *
     * @param reason why it failed; empty if it waits
     */
    record Note(
            String id,
            String title,
            String url,
            boolean failed,
            String reason,
            long bytes,
            Instant arrived) {}

    /**
     * Does no I/O.
     *
     * @param data the data directory
     */
    UploadStore(Path data, InstantSource clock, Quotas quotas) {
        this.file = new SqliteFile(data.resolve("uploads.db"), new UploadTables());
        this.clock = clock;
        this.quotas = quotas;
    }

    /** Adds a version to the queue, replacing a waiting version of the same document. */
    long arrive(ChatbotKey key, Upload upload) {
        return grow(key, connection -> arrive(connection, key, upload));
    }

    /** Adds all of them to the queue. */
    void arrive(ChatbotKey key, String job, List<Upload> uploads) {
        grow(
                key,
                connection -> {
                    UploadJobs.begin(connection, key, job, clock.instant());
                    for (Upload upload : uploads) {
                        long sequence = arrive(connection, key, upload);
                        UploadJobs.add(connection, key, job, upload.id(), sequence);
                    }
                    return true;
                });
    }

    /**
     * Runs a write that may make the organisation store more; rolls it back if that exceeds the
     * quota.
     */
    private <T> T grow(ChatbotKey key, SqliteFile.Work<T> work) {
        String org = key.org();
        if (!quotas.isLimited(org)) {
            return file.write(work);
        }
        return file.write(
                connection -> {
                    Kept pages = quotas.pages(org);
                    Kept before = UploadCount.of(connection, org).plus(pages);
                    T result = work.on(connection);
                    quotas.check(org, before, UploadCount.of(connection, org).plus(pages));
                    return result;
                });
    }

    /** Does the work of {@link Room#take}: no upload can come between the check and the change. */
    void take(String org, Kept before, Kept after, Runnable counted) {
        if (!quotas.isLimited(org)) {
            counted.run();
            return;
        }
        file.read(
                connection -> UploadCount.of(connection, org),
                Kept.NOTHING,
                uploads -> {
                    Kept all = uploads.plus(quotas.pages(org));
                    quotas.check(org, all, all.minus(before).plus(after));
                    counted.run();
                });
    }

    private long arrive(Connection connection, ChatbotKey key, Upload upload) throws SQLException {
        var _ = leave(connection, key, upload.id(), UploadJobs.State.REPLACED);
        Sql.update(
                connection,
                """
                INSERT INTO arrival (org, chatbot, id, address, kind, charset, title, url, state, reason,
                    arrived, bytes, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)
                """,
                key.org(),
                key.chatbot(),
                upload.id(),
                upload.address(),
                upload.kind().name(),
                upload.given().charset(),
                upload.given().title(),
                upload.given().url(),
                PENDING,
                clock.millis(),
                upload.content().length,
                upload.content());
        return Sql.number(connection, "SELECT last_insert_rowid()");
    }

    /** Deletes a document's waiting or failed version. Returns whether there was one. */
    private static boolean leave(
            Connection connection, ChatbotKey key, String id, UploadJobs.State state)
            throws SQLException {
        List<Long> waiting =
                Sql.all(
                        connection,
                        "SELECT sequence FROM arrival WHERE org = ? AND chatbot = ? AND id = ?",
                        row -> row.getLong(1),
                        key.org(),
                        key.chatbot(),
                        id);
        for (long sequence : waiting) {
            UploadJobs.end(connection, key, sequence, state, "");
            Sql.update(connection, DELETE, key.org(), key.chatbot(), sequence);
        }
        return !waiting.isEmpty();
    }

    /**
     * The version that has waited longest.
     *
     * @param busy skips these documents
     * @param below only versions with fewer bytes than this
     */
    Optional<Waiting> next(ChatbotKey key, Set<String> busy, long below) {
        int enough = busy.size() + 1; // a document has at most one waiting version
        List<Waiting> first =
                file.read(
                        connection ->
                                Sql.all(
                                        connection,
                                        """
                                        SELECT sequence, id, bytes FROM arrival
                                        WHERE org = ? AND chatbot = ? AND state = ? AND bytes < ?
                                        ORDER BY sequence LIMIT ?
                                        """,
                                        UploadStore::waiting,
                                        key.org(),
                                        key.chatbot(),
                                        PENDING,
                                        below,
                                        enough),
                        List.of());
        return first.stream().filter(each -> !busy.contains(each.id())).findFirst();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(row.getLong("sequence"), row.getString("id"), row.getLong("bytes"));
    }

    /** A version, if it still waits. */
    Optional<Upload> waiting(ChatbotKey key, long sequence) {
        return file.read(
                connection ->
                        Sql.first(
                                connection,
                                """
                                SELECT id, address, kind, charset, title, url, content
                                FROM arrival
                                WHERE org = ? AND chatbot = ? AND sequence = ? AND state = ?
                                """,
                                UploadStore::upload,
                                key.org(),
                                key.chatbot(),
                                sequence,
                                PENDING),
                Optional.empty());
    }

    /** Whether that version still waits: it may have been replaced or deleted. */
    boolean isWaiting(ChatbotKey key, long sequence) {
        return file.read(
                connection ->
                        Sql.number(
                                        connection,
                                        """
                                        SELECT count(*) FROM arrival
                                        WHERE org = ? AND chatbot = ? AND sequence = ? AND state = ?
                                        """,
                                        key.org(),
                                        key.chatbot(),
                                        sequence,
                                        PENDING)
                                > 0,
                false);
    }

    /**
     * Records that the index has accepted a version: it becomes the document's stored version.
     *
     * @return whether it still waited; if not, it was replaced or deleted in the meantime
     */
    boolean indexed(ChatbotKey key, long sequence, Upload upload) {
        return file.write(
                connection -> {
                    int waited = Sql.update(connection, DELETE, key.org(), key.chatbot(), sequence);
                    if (waited > 0) {
                        Sql.update(
                                connection,
                                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                        + " ?)",
                                key.org(),
                                key.chatbot(),
                                upload.id(),
                                upload.kind().name(),
                                upload.given().charset(),
                                upload.given().title(),
                                upload.given().url(),
                                DocumentReader.version(),
                                upload.content().length,
                                upload.content());
                        UploadJobs.end(connection, key, sequence, UploadJobs.State.INDEXED, "");
                    }
                    return waited > 0;
                });
    }

    /** Records a size that became known later. */
    void sized(ChatbotKey key, long sequence, long bytes) {
        grow(
                key,
                connection ->
                        Sql.update(
                                connection,
                                """
                                UPDATE arrival SET bytes = ?
                                WHERE org = ? AND chatbot = ? AND sequence = ? AND state = ?
                                """,
                                bytes,
                                key.org(),
                                key.chatbot(),
                                sequence,
                                PENDING));
    }

    /** Records that a version cannot be accepted, and drops its content. */
    void failed(ChatbotKey key, long sequence, String reason) {
        file.write(
                connection -> {
                    Sql.update(
                            connection,
                            """
                            UPDATE arrival SET state = ?, reason = ?, content = x''
                            WHERE org = ? AND chatbot = ? AND sequence = ?
                            """,
                            FAILED,
                            reason,
                            key.org(),
                            key.chatbot(),
                            sequence);
                    UploadJobs.end(connection, key, sequence, UploadJobs.State.FAILED, reason);
                    return true;
                });
    }

    /**
     * Records that this version of the reader has read a stored document again. Returns whether the
     * document still exists.
     */
    boolean readAgain(ChatbotKey key, String id) {
        return file.write(
                connection ->
                        Sql.update(
                                        connection,
                                        "UPDATE document SET reader = ? WHERE org = ? AND chatbot ="
                                                + " ? AND id = ?",
                                        DocumentReader.version(),
                                        key.org(),
                                        key.chatbot(),
                                        id)
                                > 0);
    }

    /** Deletes everything known about a document. Returns whether there was anything. */
    boolean remove(ChatbotKey key, String id) {
        return file.change(
                connection -> {
                    boolean waited = leave(connection, key, id, UploadJobs.State.REMOVED);
                    int removed =
                            Sql.update(
                                    connection,
                                    "DELETE FROM document WHERE org = ? AND chatbot = ? AND id = ?",
                                    key.org(),
                                    key.chatbot(),
                                    id);
                    return waited || removed > 0;
                },
                false);
    }

    /** The sizes of the documents that the index should have, by id. */
    Map<String, Long> documents(ChatbotKey key) {
        return file.read(
                connection -> {
                    Map<String, Long> found = new HashMap<>();
                    Sql.all(
                                    connection,
                                    "SELECT id, bytes FROM document WHERE org = ? AND chatbot = ?",
                                    row -> Map.entry(row.getString(1), row.getLong(2)),
                                    key.org(),
                                    key.chatbot())
                            .forEach(each -> found.put(each.getKey(), each.getValue()));
                    return found;
                },
                Map.of());
    }

    /** The documents that another version of the reader has read. */
    List<String> readOtherwise(ChatbotKey key) {
        return file.read(
                connection ->
                        Sql.all(
                                connection,
                                "SELECT id FROM document WHERE org = ? AND chatbot = ? AND reader"
                                        + " <> ?",
                                row -> row.getString(1),
                                key.org(),
                                key.chatbot(),
                                DocumentReader.version()),
                List.of());
    }

    /** A document that the index should have. */
    Optional<Upload> document(ChatbotKey key, String id) {
        return file.read(
                connection ->
                        Sql.first(
                                connection,
                                """
                                SELECT id, '' AS address, kind, charset, title, url, content
                                FROM document WHERE org = ? AND chatbot = ? AND id = ?
                                """,
                                UploadStore::upload,
                                key.org(),
                                key.chatbot(),
                                id),
                Optional.empty());
    }

    /**
     * Waiting and failed versions in the order of their ids, only those greater than {@code after}.
     */
    List<Note> notes(ChatbotKey key, String after, int limit) {
        return file.read(
                connection ->
                        Sql.all(
                                connection,
                                NOTES + " AND id > ? ORDER BY id LIMIT ?",
                                UploadStore::note,
                                key.org(),
                                key.chatbot(),
                                after,
                                limit),
                List.of());
    }

    Counts counts(ChatbotKey key) {
        Map<String, Integer> counts = new HashMap<>();
        file.read(
                        connection ->
                                Sql.all(
                                        connection,
                                        """
                                        SELECT state, count(*) FROM arrival
                                        WHERE org = ? AND chatbot = ? GROUP BY state
                                        """,
                                        row -> Map.entry(row.getString(1), row.getInt(2)),
                                        key.org(),
                                        key.chatbot()),
                        List.<Map.Entry<String, Integer>>of())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return new Counts(counts.getOrDefault(PENDING, 0), counts.getOrDefault(FAILED, 0));
    }

    Optional<Note> note(ChatbotKey key, String id) {
        return file.read(
                connection ->
                        Sql.first(
                                connection,
                                NOTES + " AND id = ?",
                                UploadStore::note,
                                key.org(),
                                key.chatbot(),
                                id),
                Optional.empty());
    }

    Optional<UploadJob> job(ChatbotKey key, String id) {
        return file.read(connection -> UploadJobs.find(connection, key, id), Optional.empty());
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString("id"),
                row.getString("address"),
                MediaKind.valueOf(row.getString("kind")),
                new Given(row.getString("title"), row.getString("url"), row.getString("charset")),
                row.getBytes("content"));
    }

    private static Note note(ResultSet row) throws SQLException {
        return new Note(
                row.getString("id"),
                row.getString("title"),
                row.getString("url"),
                row.getString("state").equals(FAILED),
                row.getString("reason"),
                row.getLong("bytes"),
                Instant.ofEpochMilli(row.getLong("arrived")));
    }

    @Override
    public void close() {
        file.close();
    }
}
