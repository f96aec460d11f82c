package io.zaaky.conversation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Databases and stores over them, as the server makes them. */
final class Databases {
    private Databases() {}

    static HikariDataSource pool(String url, int size) {
        return pool(url, size, Duration.ofSeconds(30));
    }

    /**
     * @param patience how long a caller waits for a connection
     */
    static HikariDataSource pool(String url, int size, Duration patience) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(patience.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    static HikariDataSource sqlite(Path file) {
        return pool("jdbc:sqlite:" + file, 4);
    }

    static Database main(javax.sql.DataSource pool, Database.Dialect dialect) {
        return new Database("main", dialect, pool);
    }

    static ConversationStore store(Database database, ChatbotKey chatbot) {
        var context =
                new TestContext(
                        chatbot, Path.of("unused"), Optional.of(database), Optional.empty());
        return new JdbcConversationStoreProvider()
                .create(TestSettings.of(Map.of()).settings(), context);
    }

    /** A store whose leases go by {@code clock}. */
    static JdbcConversationStore store(Database database, InstantSource clock) {
        return new JdbcConversationStore(Lanes.over(database), Identity.create(clock));
    }
}
