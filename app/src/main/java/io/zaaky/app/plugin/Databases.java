package io.zaaky.app.plugin;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.spi.Database;
import io.zaaky.spi.Database.Dialect;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pools of all {@code data-sources}. A pool opens its first connection when it is first asked
 * for one.
 */
public final class Databases implements AutoCloseable {
    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;
    private static final int CHECK_SECONDS = 2;
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final Map<String, Database> byName = new LinkedHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

    /**
     * @param dataDirectory where SQLite's default file is
     */
    public Databases(Collection<DataSourceSettings> settings, Path dataDirectory) {
        for (DataSourceSettings each : settings) {
            HikariDataSource pool = pool(each, dataDirectory);
            pools.put(each.name(), pool);
            byName.put(each.name(), new Database(each.name(), each.dialect(), pool));
        }
    }

    /** The database of that name, which counts as used from now on. */
    public Optional<Database> find(String name) {
        Database found = byName.get(name);
        if (found != null) {
            used.add(name);
        }
        return Optional.ofNullable(found);
    }

    /** The names of those that a component uses. */
    public Set<String> used() {
        return Set.copyOf(used);
    }

    /**
     * Asks a database whether it answers, within a few seconds.
     *
     * @throws PluginException if it does not
     */
    public void check(String name) {
        Database database = byName.get(name);
        if (database == null) {
            throw new IllegalArgumentException("no data source " + name);
        }
        try (Connection connection = database.dataSource().getConnection()) {
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

    public Set<String> names() {
        return byName.keySet();
    }

    private static HikariDataSource pool(DataSourceSettings settings, Path dataDirectory) {
        // Made without a configuration object, the pool starts with the first connection that is
        // asked for.
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

    /** What was acknowledged is on the disk: every commit is synced. */
    private static void sqlite(HikariDataSource pool) {
        pool.addDataSourceProperty("journal_mode", "WAL");
        pool.addDataSourceProperty("synchronous", "FULL");
        pool.addDataSourceProperty("foreign_keys", "true");
        pool.addDataSourceProperty("busy_timeout", String.valueOf(BUSY_TIMEOUT_MILLIS));
    }

    private static void postgresql(HikariDataSource pool) {
        pool.addDataSourceProperty("ApplicationName", "zaaky");
        pool.addDataSourceProperty("connectTimeout", "3");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
