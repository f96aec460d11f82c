package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a pool of one connection, so that each transaction meets the statements of the last. */
class StatementCacheTest extends SqliteTestSupport {
    private static final String INSERT = "INSERT INTO words (word) VALUES (?)";
    private static final String SELECT = "SELECT word FROM words WHERE word > ? ORDER BY word";

    private HikariDataSource pool;
    private StatementCache cache;

    @BeforeEach
    void makeTable() throws SQLException {
        pool = register(Databases.pool("jdbc:sqlite:" + file(), 1));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE words (word TEXT NOT NULL UNIQUE)");
            cache = new StatementCache(connection.unwrap(Connection.class));
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = cache.over(pool.getConnection());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, String word) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, word);
            assertEquals(1, insert.executeUpdate());
        }
    }

    private int words() throws SQLException {
        return count("SELECT count(*) FROM words");
    }

    @Test
    void theNextTransactionUsesTheStatementsOfTheLast() throws SQLException {
        for (String word : new String[] {"harbor", "parcel"}) {
            try (Connection connection = connection()) {
                insert(connection, word);
                connection.commit();
            }
            assertEquals(1, cache.idle(), word);
        }
        assertEquals(2, words());
    }

    @Test
    void aStatementThatIsInUseIsNotGivenToAnother() throws SQLException {
        try (Connection connection = connection()) {
            insert(connection, "harbor");
            insert(connection, "parcel");
            try (PreparedStatement outer = connection.prepareStatement(SELECT);
                    PreparedStatement inner = connection.prepareStatement(SELECT)) {
                outer.setString(1, "");
                inner.setString(1, "i");
                try (ResultSet all = outer.executeQuery();
                        ResultSet last = inner.executeQuery()) {
                    assertTrue(all.next() && last.next());
                    assertEquals("harbor", all.getString(1));
                    assertEquals("parcel", last.getString(1));
                    assertTrue(all.next());
                    assertFalse(last.next());
                }
            }
            connection.commit();
        }
        assertEquals(2, cache.idle(), "one of each kind is kept");
    }

    @Test
    void oneThatWasClosedTwiceIsKeptOnce() throws SQLException {
        try (Connection connection = connection()) {
            PreparedStatement first = connection.prepareStatement(INSERT);
            first.close();
            PreparedStatement second = connection.prepareStatement(INSERT);
            first.close(); // the second is in use
            assertEquals(0, cache.idle());
            second.setString(1, "harbor");
            assertEquals(1, second.executeUpdate());
            second.close();
            connection.commit();
        }
        assertEquals(1, words());
    }

    @Test
    void oneThatFailedIsNotKept() throws SQLException {
        try (Connection connection = connection()) {
            insert(connection, "harbor");
            assertEquals(1, cache.idle());
            var taken = assertThrows(SQLException.class, () -> insert(connection, "harbor"));
            assertEquals(19, taken.getErrorCode() & 0xff, taken::getMessage);
            assertEquals(0, cache.idle());
            insert(connection, "parcel");
            connection.commit();
        }
        assertEquals(2, words());
    }

    @Test
    void theLeastUsedOnesGoWhenThereAreTooMany() throws SQLException {
        try (Connection connection = connection()) {
            for (int i = 0; i < 3 * StatementCache.MOST; i++) {
                insert(connection, "word " + i);
                connection.prepareStatement("SELECT " + i).close();
            }
            connection.commit();
        }
        assertEquals(StatementCache.MOST, cache.idle());
    }

    @Test
    void rowsEndWithTheConnectionAndNobodyWaitsForThem() throws SQLException {
        ResultSet rows;
        try (Connection connection = connection()) {
            insert(connection, "harbor");
            insert(connection, "parcel");
            connection.commit();
            PreparedStatement select = connection.prepareStatement(SELECT);
            select.setString(1, "");
            rows = select.executeQuery();
            assertTrue(rows.next());
        }
        assertTrue(rows.isClosed());
        change("DELETE FROM words"); // over a connection of its own
        assertEquals(0, words());
    }

    @Test
    void whatWasNotCommittedIsGoneWithTheConnection() throws SQLException {
        try (Connection connection = connection()) {
            insert(connection, "harbor");
        }
        assertEquals(0, words());
        try (Connection connection = connection()) {
            insert(connection, "harbor");
            connection.rollback();
            insert(connection, "parcel");
            connection.commit();
        }
        assertEquals(1, words());
    }
}
