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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        try (HikariDataSource admin = Databases.pool(database.url(), 1);
                Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """);
        }
    }
}
