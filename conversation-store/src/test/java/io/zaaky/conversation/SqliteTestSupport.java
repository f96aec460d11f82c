package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** One database file for each test, and what can be done to it from outside. */
abstract class SqliteTestSupport {
    static final ChatbotKey DESK = new ChatbotKey("harbor", "desk");

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    Path file() {
        return folder.resolve("zaaky.db");
    }

    HikariDataSource pool(Path file) {
        return register(Databases.sqlite(file));
    }

    /** For a database that is down: gives up at once. */
    HikariDataSource impatientPool(Path file) {
        return register(Databases.pool("jdbc:sqlite:" + file, 2, Duration.ofMillis(250)));
    }

    ConversationStore store(HikariDataSource pool) {
        return register(Databases.store(Databases.main(pool, Database.Dialect.SQLITE), DESK));
    }

    <T extends AutoCloseable> T register(T one) {
        open.add(one);
        return one;
    }

    /** Another process that writes. */
    Connection lock() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE conversations SET updated_at = updated_at");
        }
        return other;
    }

    int count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String pragma(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }

    static ConversationKey key() {
        return new ConversationKey(DESK, UUID.randomUUID().toString());
    }

    static List<StoredMessage> turn() {
        return List.of(message("hello"));
    }

    static StoredMessage message(String content) {
        return new StoredMessage(
                UUID.randomUUID().toString(),
                Role.USER,
                content,
                MessageState.COMPLETE,
                Instant.parse("2026-11-23T12:00:00Z"),
                StoredMessage.Metadata.NONE);
    }

    static void assertSays(String part, PluginException failure) {
        assertTrue(
                String.valueOf(failure.getMessage()).contains(part),
                () -> "'" + part + "' is not in: " + failure.getMessage());
    }
}
