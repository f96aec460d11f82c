package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.StoredMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that are down, restarted, shared. */
class PostgresOperationIT {
    private PostgresDatabase database;

    @BeforeEach
    void create() throws SQLException {
        database = PostgresDatabase.create();
    }

    @AfterEach
    void drop() throws SQLException {
        database.drop();
    }

    @Test
    void processesThatStartTogetherOnAnEmptyDatabaseAllWork() throws Exception {
        List<HikariDataSource> pools = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HikariDataSource pool = Databases.pool(database.url(), 3);
                pools.add(pool);
                ConversationStore store = store(pool);
                calls.add(
                        threads.submit(
                                () ->
                                        store.append(
                                                SqliteTestSupport.key(),
                                                SqliteTestSupport.turn(),
                                                0)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            pools.forEach(HikariDataSource::close);
        }
    }

    @Test
    @Tag("DUR-09")
    void connectionsThatTheServerCutAreReplaced() throws SQLException {
        try (HikariDataSource pool = Databases.pool(database.url(), 3)) {
            ConversationStore store = store(pool);
            ConversationKey key = SqliteTestSupport.key();
            store.append(key, SqliteTestSupport.turn(), 0);
            cutAll();
            store.append(key, SqliteTestSupport.turn(), 0);
            assertEquals(2, store.recent(key, 10).size());
        }
    }

    @Test
    @Tag("DUR-09")
    void whatWasAcknowledgedIsThereThoughTheServerCutsConnectionsUnderLoad() throws Exception {
        try (HikariDataSource pool = Databases.pool(database.url(), 4);
                ConversationStore store = store(pool);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ConversationKey key = SqliteTestSupport.key();
            store.append(key, SqliteTestSupport.turn(), 0);
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String content = "number " + i;
                calls.add(threads.submit(() -> isAcknowledged(store, key, content)));
                if (i % 40 == 20) {
                    cutAll();
                }
            }
            Set<String> acknowledged = new HashSet<>();
            for (int i = 0; i < calls.size(); i++) {
                if (calls.get(i).get()) {
                    acknowledged.add("number " + i);
                }
            }
            List<String> stored =
                    store.recent(key, 1000).stream().map(StoredMessage::content).toList();
            assertEquals(stored.size(), Set.copyOf(stored).size(), "stored twice");
            acknowledged.removeAll(stored);
            assertEquals(Set.of(), acknowledged, "acknowledged, and lost");
            store.append(key, SqliteTestSupport.turn(), 0);
        }
    }

    private static boolean isAcknowledged(
            ConversationStore store, ConversationKey key, String content) {
        try {
            store.append(key, List.of(SqliteTestSupport.message(content)), 0);
            return true;
        } catch (PluginException e) {
            return false;
        }
    }

    @Test
    @Tag("DUR-12")
    void aTransactionThatGotIntoAnothersWayIsDoneAgainAndOnlyOnce() throws SQLException {
        try (HikariDataSource pool = Databases.pool(database.url(), 3)) {
            ConversationStore store = store(pool);
            ConversationKey key = SqliteTestSupport.key();
            store.append(key, SqliteTestSupport.turn(), 0);
            database.run(
                    """
                    CREATE SEQUENCE tries;
                    CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$
                    DECLARE try bigint := nextval('tries');
                    BEGIN
                        IF try = 1 THEN RAISE EXCEPTION 'serialisation' USING ERRCODE = '40001'; END IF;
                        IF try = 2 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER fail_twice BEFORE INSERT ON messages
                        FOR EACH ROW EXECUTE FUNCTION fail_twice();
                    """);
            assertEquals(1, store.append(key, SqliteTestSupport.turn(), 10).size());
            assertEquals(2, store.recent(key, 10).size());
        }
    }

    @Test
    @Tag("DUR-15")
    void conversationsOfTheVersionsBeforeAreKeptAndFound() throws SQLException {
        for (String version : List.of("1", "2")) {
            PostgresDatabase old = PostgresDatabase.create();
            try (HikariDataSource pool = Databases.pool(old.url(old.owner()), 3);
                    ConversationStore store = store(pool)) {
                FormerVersion.make(Databases.main(pool, Database.Dialect.POSTGRESQL), version);
                FormerVersion.assertIsKept(store);
            } finally {
                old.drop();
            }
        }
    }

    @Test
    @Tag("DUR-12")
    void aServerThatOnlyLetsReadIsToldAndNothingIsWritten() throws SQLException {
        try (HikariDataSource pool = Databases.pool(database.url(), 3)) {
            ConversationStore store = store(pool);
            ConversationKey key = SqliteTestSupport.key();
            store.append(key, SqliteTestSupport.turn(), 0);
            readOnly("on");
            PluginException failure =
                    assertThrows(
                            PluginException.class,
                            () -> store.append(key, SqliteTestSupport.turn(), 0));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            SqliteTestSupport.assertSays("read-only", failure);
            assertEquals(1, store.recent(key, 10).size());
            readOnly("off");
            store.append(key, SqliteTestSupport.turn(), 0);
            assertEquals(2, store.recent(key, 10).size());
        }
    }

    /** For connections from then on; there are none but new ones. */
    private void readOnly(String how) throws SQLException {
        database.run(
                "BEGIN READ WRITE; ALTER DATABASE "
                        + database.name()
                        + " SET default_transaction_read_only = "
                        + how
                        + "; COMMIT");
        cutAll();
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        String url = database.url().replace(database.name(), "no_such_database");
        try (HikariDataSource pool = Databases.pool(url, 1, Duration.ofSeconds(2))) {
            PluginException failure =
                    assertThrows(PluginException.class, () -> store(pool).check());
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.startsWith("data source 'main': "), message);
        }
    }

    private static ConversationStore store(HikariDataSource pool) {
        return Databases.store(
                Databases.main(pool, Database.Dialect.POSTGRESQL), SqliteTestSupport.DESK);
    }

    private void cutAll() throws SQLException {
        database.run(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """);
    }
}
