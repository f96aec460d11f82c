package io.zaaky.conversation;

import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import java.sql.Connection;
import java.sql.SQLException;

/** The operator's pool, as Helidon's DbClient wants it. */
final class PooledConnections implements JdbcConnectionPool {
    private final Database database;

    PooledConnections(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return database.name();
    }

    /**
     * A connection that keeps this store's promises, whatever the pool was set up with.
     *
     * @throws PluginException if there is none
     */
    @Override
    public Connection connection() {
        try {
            Connection connection = database.dataSource().getConnection();
            try {
                if (database.dialect() == Database.Dialect.SQLITE) {
                    SqlitePragmas.apply(connection);
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
}
