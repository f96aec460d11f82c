package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files that are missing, read-only, foreign or of another version. */
class SqliteFilesTest extends SqliteTestSupport {
    @Test
    void aDatabaseThatComesUpLaterWorksWithoutARestart() throws IOException {
        Path later = folder.resolve("not-there-yet");
        ConversationStore store = store(impatientPool(later.resolve("zaaky.db")));

        PluginException down =
                assertThrows(PluginException.class, () -> store.append(key(), turn(), 0));
        assertEquals(Reason.UNAVAILABLE, down.reason());
        assertSays("data source 'main'", down);
        assertThrows(PluginException.class, store::check);

        Files.createDirectory(later);
        ConversationKey key = key();
        untilItWorks(() -> store.append(key, turn(), 0));
        assertEquals(1, store.recent(key, 10).size());
        store.check();
    }

    /** The pool looks for its database again after up to ten seconds. */
    private static void untilItWorks(Runnable call) {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            try {
                call.run();
                return;
            } catch (PluginException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aReadOnlyFileIsNamedAsSuch() {
        ConversationKey key = key();
        store(pool(file())).append(key, turn(), 0);
        ConversationStore store =
                store(register(Databases.pool("jdbc:sqlite:file:" + file() + "?mode=ro", 2)));

        PluginException failure =
                assertThrows(PluginException.class, () -> store.append(key, turn(), 0));
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertEquals(
                "data source 'main': the file is read-only; check its owner and permissions",
                failure.getMessage());
        assertEquals(1, store.recent(key, 10).size(), "what is there can still be read");
    }

    @Test
    @Tag("DUR-08")
    void aFileThatIsNoDatabaseIsNamedAsSuch() throws IOException {
        Files.writeString(file(), "This is not a database. ".repeat(100));
        ConversationStore store = store(impatientPool(file()));

        PluginException failure =
                assertThrows(PluginException.class, () -> store.append(key(), turn(), 0));
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertSays("no SQLite database", failure);
        assertTrue(Files.readString(file()).startsWith("This is not"), "the file was changed");
    }

    @Test
    @Tag("DUR-15")
    void aDatabaseOfANewerVersionIsRefused() throws SQLException {
        store(pool(file())).append(key(), turn(), 0);
        change("UPDATE conversation_schema SET version = '99' WHERE version = '3'");
        ConversationStore store = store(pool(file()));

        PluginException failure =
                assertThrows(PluginException.class, () -> store.append(key(), turn(), 0));
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertSays("newer version", failure);
    }

    @Test
    @Tag("DUR-15")
    void conversationsOfTheVersionsBeforeAreKeptAndFound() throws SQLException {
        for (String version : List.of("1", "2")) {
            HikariDataSource pool = pool(folder.resolve("of-version-" + version));
            FormerVersion.make(Databases.main(pool, Database.Dialect.SQLITE), version);
            FormerVersion.assertIsKept(store(pool));
        }
    }

    @Test
    void tablesOfOthersInTheSameDatabaseAreLeftAlone() throws SQLException {
        change("CREATE TABLE documents (id TEXT)");
        change("INSERT INTO documents VALUES ('a')");
        store(pool(file())).append(key(), turn(), 0);

        assertEquals(1, count("SELECT count(*) FROM documents"));
        assertEquals(1, count("SELECT count(*) FROM messages"));
    }

    @Test
    @Tag("DUR-01")
    void everyConnectionIsDurableAndKeepsForeignKeysWhateverThePoolDoes() throws SQLException {
        HikariDataSource pool =
                register(Databases.pool("jdbc:sqlite:" + file() + "?synchronous=OFF", 1));
        store(pool).append(key(), turn(), 0);
        try (Connection connection =
                        new PooledConnections(Databases.main(pool, Database.Dialect.SQLITE))
                                .connection();
                Statement statement = connection.createStatement()) {
            assertEquals("2", pragma(statement, "synchronous"), "2 is FULL");
            assertEquals("1", pragma(statement, "foreign_keys"));
            assertEquals("5000", pragma(statement, "busy_timeout"));
            assertEquals("wal", pragma(statement, "journal_mode"));
        }
    }

    @Test
    void aForgottenConversationLeavesNoMessagesBehind() throws SQLException {
        ConversationStore store = store(pool(file()));
        ConversationKey key = key();
        store.append(key, List.of(message("a"), message("b")), 0);
        assertTrue(store.delete(key));
        assertFalse(store.delete(key));
        assertEquals(0, count("SELECT count(*) FROM messages"));
    }

    @Test
    @Tag("DUR-06")
    void aFullDiskIsToldAndWithRoomAgainWritesGoOn() throws SQLException {
        ConversationStore store =
                store(register(Databases.pool("jdbc:sqlite:" + file() + "?max_page_count=100", 2)));
        ConversationKey first = key();
        store.append(first, turn(), 0);
        ConversationKey large = key();
        PluginException full =
                assertThrows(
                        PluginException.class,
                        () -> {
                            for (int i = 0; i < 200; i++) {
                                store.append(large, List.of(message("x".repeat(4000))), 0);
                            }
                        });
        assertEquals(Reason.UNAVAILABLE, full.reason());
        assertSays("the disk is full", full);
        assertEquals(1, store.recent(first, 10).size(), "what is there can still be read");

        assertTrue(store.delete(large));
        store.append(first, turn(), 0);
        assertEquals(2, store.recent(first, 10).size());
    }

    @Test
    @Tag("DUR-08")
    void aFileWhosePagesAreDamagedIsNamedAsSuch() throws Exception {
        try (HikariDataSource pool = Databases.sqlite(file());
                ConversationStore store =
                        Databases.store(Databases.main(pool, Database.Dialect.SQLITE), DESK)) {
            store.append(key(), turn(), 0);
        }
        byte[] bytes = Files.readAllBytes(file());
        assertTrue(bytes.length > 3 * 4096, "pages besides the first");
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5A);
        Files.write(file(), bytes);
        ConversationStore store = store(impatientPool(file()));

        for (int i = 0; i < 2; i++) {
            PluginException failure =
                    assertThrows(PluginException.class, () -> store.append(key(), turn(), 0));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertSays("the file is damaged", failure);
        }
        assertThrows(PluginException.class, () -> store.recent(key(), 10), "never an empty answer");
    }

    @Test
    @Tag("DUR-15")
    void aMigrationThatFailsInTheMiddleLeavesNothingAndIsMadeAgain() throws SQLException {
        change("CREATE TABLE messages (of_others TEXT)");
        ConversationStore store = store(pool(file()));
        assertThrows(PluginException.class, () -> store.append(key(), turn(), 0));
        assertEquals(0, count("SELECT count(*) FROM sqlite_master WHERE name = 'conversations'"));

        change("DROP TABLE messages");
        store.append(key(), turn(), 0);
        assertEquals(1, count("SELECT count(*) FROM messages"));
    }
}
