package io.zaaky.conversation;

import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Adapts the operator's pool to Helidon's DbClient. */
final class PooledConnections implements JdbcConnectionPool {
    private final Database database;

    /** SQLite's own connections that have been set up, unwrapped from those of the pool. */
    private final Map<Connection, StatementCache> prepared = new ConcurrentHashMap<>();

    PooledConnections(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return database.name();
    }

    /**
     * A connection that keeps this store's promises, however the pool is configured.
     *
     * @throws PluginException if no connection is available
     */
    @Override
    public Connection connection() {
        try {
            Connection connection = database.dataSource().getConnection();
            try {
                if (database.dialect() == Database.Dialect.SQLITE) {
                    leaveTransaction(connection);
                    return prepare(connection).over(connection);
                }
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            throw Failures.of(database).noConnection(e);
        }
    }

    /**
     * Runs once for each connection, because four extra statements per transaction would be
     * noticeable.
     */
    private StatementCache prepare(Connection connection) throws SQLException {
        Connection own = connection.unwrap(Connection.class);
        StatementCache statements = prepared.get(own);
        if (statements == null) {
            forgetClosed();
            SqlitePragmas.apply(connection);
            statements = new StatementCache(own);
            prepared.put(own, statements);
        }
        return statements;
    }

    private void forgetClosed() throws SQLException {
        Iterator<Connection> all = prepared.keySet().iterator();
        while (all.hasNext()) {
            if (all.next().isClosed()) {
                all.remove();
            }
        }
    }

    /**
     * When a disk is full or fails, SQLite rolls back by itself. Its driver does not notice: the
     * rollback that follows fails, and the connection returns to the pool without a transaction,
     * although the driver assumes that there is one. The next work would run outside any
     * transaction.
     */
    private static void leaveTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException noneIsOpen) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN");
            }
        }
        connection.setAutoCommit(true);
    }
}
