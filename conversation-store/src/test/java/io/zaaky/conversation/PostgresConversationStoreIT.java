package io.zaaky.conversation;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.testkit.ConversationStoreContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** As a role that owns nothing, so that row-level security counts. */
class PostgresConversationStoreIT extends ConversationStoreContract {
    private static PostgresDatabase database;
    private static HikariDataSource pool;
    private static HikariDataSource narrow;
    private final TestClock clock = new TestClock();

    @BeforeAll
    static void openPools() throws SQLException {
        database = PostgresDatabase.create();
        database.prepareForTheApplication();
        pool = Databases.pool(database.url(database.application()), 10);
        narrow = Databases.pool(database.url(database.application()), 1);
    }

    @AfterAll
    static void dropDatabase() throws SQLException {
        pool.close();
        narrow.close();
        database.drop();
    }

    @Override
    protected ConversationStore open(ChatbotKey chatbot) {
        return Databases.store(Databases.main(pool, Database.Dialect.POSTGRESQL), clock);
    }

    @Override
    protected ConversationStore openOverOneConnection(ChatbotKey chatbot) {
        return Databases.store(Databases.main(narrow, Database.Dialect.POSTGRESQL), clock);
    }

    @Override
    protected void letLeasesRunOut() {
        clock.pass(JdbcBudgets.LEASE.plusMillis(1));
    }

    /** All rows of all tables as text. */
    @Override
    protected String everythingStored() {
        try {
            return database.read(
                    """
                    SELECT conversations::text FROM conversations
                    UNION ALL SELECT messages::text FROM messages
                    UNION ALL SELECT ledger::text FROM ledger
                    UNION ALL SELECT budget_days::text FROM budget_days
                    UNION ALL SELECT budget_reservations::text FROM budget_reservations
                    """);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
