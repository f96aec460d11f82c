package io.zaaky.conversation;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.testkit.ConversationStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SqliteConversationStoreTest extends ConversationStoreContract {
    @TempDir static Path folder;
    private static HikariDataSource pool;
    private static HikariDataSource narrow;
    private final TestClock clock = new TestClock();

    @BeforeAll
    static void openPool() {
        pool = Databases.sqlite(folder.resolve("zaaky.db"));
        narrow = Databases.pool("jdbc:sqlite:" + folder.resolve("zaaky.db"), 1);
    }

    @AfterAll
    static void closePool() {
        pool.close();
        narrow.close();
    }

    @Override
    protected ConversationStore open(ChatbotKey chatbot) {
        return Databases.store(Databases.main(pool, Database.Dialect.SQLITE), clock);
    }

    @Override
    protected ConversationStore openOverOneConnection(ChatbotKey chatbot) {
        return Databases.store(Databases.main(narrow, Database.Dialect.SQLITE), clock);
    }

    @Override
    protected void letLeasesRunOut() {
        clock.pass(JdbcBudgets.LEASE.plusMillis(1));
    }

    /** The bytes of the file and of its write-ahead log. */
    @Override
    protected String everythingStored() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(SqliteConversationStoreTest::bytes).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
