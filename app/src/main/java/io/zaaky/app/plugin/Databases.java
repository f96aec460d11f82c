package io.zaaky.app.plugin;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.Database;
import io.zaaky.spi.Database.Dialect;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connection pools of all {@code data-sources} of one configuration. A pool opens its first
 * connection when the first one is requested.
 */
public final class Databases implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Databases.class.getName());
    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;
    private static final int CHECK_SECONDS = 2;

    /**
     * A server that is silent for this long counts as gone; by default the driver waits for ever.
     */
    private static final int SILENCE_SECONDS = 20;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final Map<String, Lease<Database>> byName = new LinkedHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /**
     * @param dataDirectory where SQLite's default file is
     * @param shelf has the pools that are already open
     */
    public Databases(Collection<DataSourceSettings> settings, Path dataDirectory, Shelf shelf) {
        for (DataSourceSettings each : settings) {
            HikariDataSource pool = pool(each, dataDirectory);
            byName.put(
                    each.name(),
                    shelf.lease(
                            new Shelf.Key<>(Database.class, List.of(each)),
                            new Database(each.name(), each.dialect(), pool),
                            _ -> pool.close(),
                            List.of()));
        }
    }

    /** A use of the database with that name, which counts as used from now on. */
    Optional<Lease<Database>> lease(String name) {
        Lease<Database> found = byName.get(name);
        if (found == null) {
            return Optional.empty();
        }
        used.add(name);
        return found.again();
    }

    /** The names of the databases that a component uses. */
    public Set<String> used() {
        return new TreeSet<>(used);
    }

    /**
     * Checks that a database responds within a few seconds. A database whose configuration has been
     * replaced is not checked.
     *
     * @throws PluginException if it does not respond
     */
    public void check(String name) {
        Lease<Database> lease = byName.get(name);
        if (lease == null) {
            throw new IllegalArgumentException("no data source " + name);
        }
        lease.again().ifPresent(Databases::checkAndRelease);
    }

    private static void checkAndRelease(Lease<Database> lease) {
        String name = lease.value().name();
        try (lease;
                Connection connection = lease.value().dataSource().getConnection()) {
            if (!connection.isValid(CHECK_SECONDS)) {
                throw new PluginException(
                        Reason.UNAVAILABLE, "the data source '" + name + "' does not answer");
            }
        } catch (SQLException e) {
            throw new PluginException(
                    Reason.UNAVAILABLE,
                    "the data source '" + name + "' cannot be reached: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Warns of databases where our role bypasses row-level security: only our own statements then
     * keep organisations apart. A database that is down is skipped.
     */
    public void warnOfPowerfulRoles() {
        for (String name : used()) {
            Lease<Database> lease = byName.get(name);
            if (lease != null && lease.value().dialect() == Dialect.POSTGRESQL) {
                lease.again().ifPresent(Databases::warnOfPowerfulRole);
            }
        }
    }

    private static void warnOfPowerfulRole(Lease<Database> lease) {
        try (lease;
                Connection connection = lease.value().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT rolname FROM pg_roles
                                WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
                                """)) {
            if (rows.next()) {
                LOG.log(
                        Level.WARNING,
                        "data source ''{0}'': the role ''{1}'' is a superuser or has BYPASSRLS, so"
                                + " row-level security does not bind it; use another one"
                                + " (docs/operations.md, roles in PostgreSQL)",
                        lease.value().name(),
                        rows.getString(1));
            }
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "data source ''{0}'': {1}", lease.value().name(), e.getMessage());
        }
    }

    public Set<String> names() {
        return byName.keySet();
    }

    private static HikariDataSource pool(DataSourceSettings settings, Path dataDirectory) {
        // Created without a configuration object, the pool starts with the first requested
        // connection.
        var pool = new HikariDataSource();
        pool.setPoolName(settings.name());
        pool.setJdbcUrl(
                settings.url().orElseGet(() -> "jdbc:sqlite:" + dataDirectory.resolve("zaaky.db")));
        if (!settings.username().isEmpty()) {
            pool.setUsername(settings.username());
        }
        if (settings.password().isPresent()) {
            pool.setPassword(settings.password().value());
        }
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        pool.setInitializationFailTimeout(-1);
        if (settings.dialect() == Dialect.SQLITE) {
            sqlite(pool);
        } else {
            postgresql(pool);
        }
        return pool;
    }

    /** Acknowledged data is on the disk: every commit is synced. */
    private static void sqlite(HikariDataSource pool) {
        pool.addDataSourceProperty("journal_mode", "WAL");
        pool.addDataSourceProperty("synchronous", "FULL");
        pool.addDataSourceProperty("foreign_keys", "true");
        pool.addDataSourceProperty("busy_timeout", String.valueOf(BUSY_TIMEOUT_MILLIS));
        // Nobody uses the generated keys, and the driver would look them up after each row.
        pool.addDataSourceProperty("jdbc.get_generated_keys", "false");
    }

    private static void postgresql(HikariDataSource pool) {
        pool.addDataSourceProperty("ApplicationName", "zaaky");
        pool.addDataSourceProperty("connectTimeout", "3");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE_SECONDS));
    }

    /** A pool that a component still uses closes after that component. */
    @Override
    public void close() {
        byName.values().forEach(Lease::close);
    }
}
