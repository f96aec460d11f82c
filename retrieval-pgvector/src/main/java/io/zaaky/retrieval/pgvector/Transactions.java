package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs work in a transaction, and translates failures. A read sees the same state of the database
 * from its first to its last statement.
 */
final class Transactions {
    private static final String READ =
            """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL statement_timeout = '10s';
            SET LOCAL jit = off;
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL plan_cache_mode = force_generic_plan
            """;
    private static final String WRITE = "SET LOCAL statement_timeout = '120s'";

    /** Row-level security uses this setting, which ends with the transaction. */
    private static final String TENANT = "SELECT set_config('zaaky.org', ?, true)";

    private static final String TIMED_OUT = "57014";
    private static final String LOGIN_REFUSED = "28";

    private final Database database;
    private final Schema schema;

    Transactions(Database database) {
        this.database = database;
        schema = new Schema(database);
    }

    /** Work on a connection. It must not keep the connection after the call. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Whether the database answers. */
    boolean isValid(int seconds) {
        return run(READ, "", connection -> connection.isValid(seconds));
    }

    <T> T read(ChatbotKey tenant, Work<T> work) {
        return run(READ, tenant.org(), work);
    }

    <T> T write(ChatbotKey tenant, Work<T> work) {
        return run(WRITE, tenant.org(), work);
    }

    private <T> T run(String begin, String org, Work<T> work) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            schema.ensure();
            return transaction(begin, org, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Reason.CANCELLED, "interrupted", e);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private <T> T transaction(String begin, String org, Work<T> work) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try (Statement statement = connection.createStatement();
                    PreparedStatement tenant = connection.prepareStatement(TENANT)) {
                statement.execute(begin);
                tenant.setString(1, org);
                tenant.execute();
                T result = work.with(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                end(connection, done);
            }
        }
    }

    private static void end(Connection connection, boolean done) throws SQLException {
        if (!connection.isClosed()) {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /**
     * An interrupted virtual thread loses its connection, which the driver reports as an I/O error.
     */
    private PluginException failure(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (Thread.currentThread().isInterrupted()) {
            return failure(Reason.CANCELLED, "interrupted", e);
        }
        if (state.equals(TIMED_OUT)) {
            return failure(Reason.TIMED_OUT, "the database took too long", e);
        }
        if (state.startsWith(LOGIN_REFUSED)) {
            return failure(Reason.UNAUTHORIZED, "check username and password", e);
        }
        return failure(Reason.UNAVAILABLE, "is the database up?", e);
    }

    private PluginException failure(Reason reason, String what, Exception e) {
        return new PluginException(
                reason, "data source '%s': %s (%s)".formatted(database.name(), what, e), e);
    }
}
