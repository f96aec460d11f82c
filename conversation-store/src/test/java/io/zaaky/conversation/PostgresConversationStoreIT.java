package io.zaaky.conversation;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.testkit.ConversationStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresConversationStoreIT extends ConversationStoreContract {
    private static PostgresDatabase database;
    private static HikariDataSource pool;

    @BeforeAll
    static void openPool() throws SQLException {
        database = PostgresDatabase.create();
        pool = Databases.pool(database.url(), 10);
    }

    @AfterAll
    static void dropDatabase() throws SQLException {
        pool.close();
        database.drop();
    }

    @Override
    protected ConversationStore open(ChatbotKey chatbot) {
        return Databases.store(Databases.main(pool, Database.Dialect.POSTGRESQL), chatbot);
    }

    /** All rows of both tables as text. */
    @Override
    protected String everythingStored() {
        var all = new StringBuilder();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT conversations::text FROM conversations
                                UNION ALL SELECT messages::text FROM messages
                                """)) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }
}
