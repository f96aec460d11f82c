package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.spi.ChatbotKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadStoreTest {
    private static final ChatbotKey ALPHA = new ChatbotKey("alpha", "desk");
    private static final ChatbotKey ZETA = new ChatbotKey("zeta", "desk");

    @TempDir private Path data;

    @Test
    void aNumberOfAnotherChatbotsVersionOpensAndChangesNothing() {
        try (var store =
                new UploadStore(data, InstantSource.system(), new Quotas(_ -> Kept.NOTHING))) {
            store.arrive(ALPHA, "job", List.of(upload("fees.md", "secret fees")));
            long sequence = store.next(ALPHA, Set.of(), Long.MAX_VALUE).orElseThrow().sequence();

            assertEquals(Optional.empty(), store.waiting(ZETA, sequence));
            assertFalse(store.isWaiting(ZETA, sequence), "waits for zeta");
            store.failed(ZETA, sequence, "zeta says so");
            assertFalse(store.indexed(ZETA, sequence, upload("fees.md", "other")), "indexed");
            assertFalse(store.remove(ZETA, "fees.md"), "removed");
            assertEquals(Optional.empty(), store.job(ZETA, "job"));

            assertTrue(store.isWaiting(ALPHA, sequence), "waits no more for alpha");
            assertEquals(1, store.job(ALPHA, "job").orElseThrow().pending());
        }
    }

    @Test
    void twoOrganisationsMayUseTheSameIdsAndJobs() {
        try (var store =
                new UploadStore(data, InstantSource.system(), new Quotas(_ -> Kept.NOTHING))) {
            store.arrive(ALPHA, "job", List.of(upload("fees.md", "alpha's")));
            store.arrive(ZETA, "job", List.of(upload("fees.md", "zeta's")));

            index(store, ALPHA);

            assertEquals("alpha's", text(store.document(ALPHA, "fees.md").orElseThrow()));
            assertEquals(Optional.empty(), store.document(ZETA, "fees.md"));
            assertEquals(0, store.job(ALPHA, "job").orElseThrow().pending());
            assertEquals(1, store.job(ZETA, "job").orElseThrow().pending());
        }
    }

    @Test
    void aFileOfTheFirstVersionIsTakenOver() throws SQLException {
        makeFirstVersion();

        try (var store =
                new UploadStore(data, InstantSource.system(), new Quotas(_ -> Kept.NOTHING))) {
            assertEquals(Map.of("served.md", 3L), store.documents(ALPHA));
            assertEquals("abc", text(store.document(ALPHA, "served.md").orElseThrow()));
            var waiting = store.next(ALPHA, Set.of(), Long.MAX_VALUE).orElseThrow();
            assertEquals(7, waiting.sequence());
            assertEquals(1, store.job(ALPHA, "j1").orElseThrow().pending());
            index(store, ALPHA);
            assertEquals(0, store.job(ALPHA, "j1").orElseThrow().pending());
            assertTrue(store.arrive(ALPHA, upload("next.md", "x")) > 9, "a number was used again");
        }
    }

    private void makeFirstVersion() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("uploads.db"));
                Statement statement = connection.createStatement()) {
            for (String each : FIRST_VERSION.split(";", -1)) {
                statement.execute(each);
            }
        }
    }

    private static final String FIRST_VERSION =
            """
            CREATE TABLE document (chatbot TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
                charset TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, reader INTEGER NOT NULL,
                bytes INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (chatbot, id));
            CREATE TABLE arrival (sequence INTEGER PRIMARY KEY AUTOINCREMENT, chatbot TEXT NOT NULL,
                id TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL, charset TEXT NOT NULL,
                title TEXT NOT NULL, url TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
                arrived INTEGER NOT NULL, bytes INTEGER NOT NULL, content BLOB NOT NULL,
                UNIQUE (chatbot, id));
            CREATE INDEX arrival_waiting ON arrival (chatbot, state, sequence);
            CREATE TABLE job (id TEXT PRIMARY KEY, chatbot TEXT NOT NULL, made INTEGER NOT NULL);
            CREATE TABLE job_document (job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL,
                id TEXT NOT NULL, sequence INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
                PRIMARY KEY (job, position));
            CREATE INDEX job_document_sequence ON job_document (sequence);
            INSERT INTO document VALUES
                ('alpha/desk', 'served.md', 'MARKDOWN', '', '', '', 3, 3, CAST('abc' AS BLOB));
            INSERT INTO arrival VALUES (7, 'alpha/desk', 'new.md', '', 'MARKDOWN', '', '', '', 'pending',
                '', 0, 3, CAST('def' AS BLOB));
            INSERT INTO arrival VALUES (9, 'alpha/desk', 'gone.md', '', 'MARKDOWN', '', '', '', 'pending',
                '', 0, 3, CAST('ghi' AS BLOB));
            DELETE FROM arrival WHERE sequence = 9;
            INSERT INTO job VALUES ('j1', 'alpha/desk', 0);
            INSERT INTO job_document VALUES ('j1', 0, 'new.md', 7, 'PENDING', '');
            PRAGMA user_version = 1
            """;

    private static void index(UploadStore store, ChatbotKey key) {
        long sequence = store.next(key, Set.of(), Long.MAX_VALUE).orElseThrow().sequence();
        Upload upload = store.waiting(key, sequence).orElseThrow();
        assertTrue(store.indexed(key, sequence, upload), "it waited no more");
    }

    private static Upload upload(String id, String text) {
        return new Upload(
                id,
                "",
                MediaKind.MARKDOWN,
                new Given("", "", ""),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Upload upload) {
        return new String(upload.content(), StandardCharsets.UTF_8);
    }
}
