package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.Database;
import io.zaaky.spi.OneConnection;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Creates or migrates the tables on first use. Several processes may do so at once: Flyway lets one
 * through. Until a migration succeeds, every use tries again.
 */
final class Schema {
    private static final String HISTORY = "retrieval_schema_history";
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String MIGRATIONS = "classpath:io/zaaky/retrieval/pgvector/migration";

    private final Database database;
    private final ReentrantLock migrating = new ReentrantLock();
    private volatile boolean ready;

    Schema(Database database) {
        this.database = database;
    }

    void ensure() throws InterruptedException {
        if (ready) {
            return;
        }
        migrating.lockInterruptibly();
        try {
            if (!ready) {
                migrate();
                ready = true;
            }
        } finally {
            migrating.unlock();
        }
    }

    /**
     * Processes that start together on an empty database may conflict while Flyway creates its own
     * table; the slower one tries again.
     */
    private void migrate() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = database.dataSource().getConnection()) {
                flyway(new OneConnection(connection)).load().migrate(); // may be the only one
                return;
            } catch (SQLException e) {
                throw failure(e);
            } catch (FlywayException e) {
                if (attempt == ATTEMPTS || !isAnswering()) {
                    throw failure(e);
                }
                Thread.sleep(PAUSE.multipliedBy(attempt));
            }
        }
    }

    /** Checks whether the database is up, so that nobody waits for one that is down. */
    private boolean isAnswering() {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    private PluginException failure(Exception e) {
        return new PluginException(
                Reason.UNAVAILABLE,
                ("the tables for documents can't be made in the data source '%s': is the"
                                + " database up, does its user own the schema, and is pgvector"
                                + " there (CREATE EXTENSION vector)? %s")
                        .formatted(database.name(), e.getMessage()),
                e);
    }

    static FluentConfiguration flyway(DataSource database) {
        var configuration =
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(database)
                        .table(HISTORY)
                        .locations(MIGRATIONS)
                        .baselineOnMigrate(true) // the database may contain other tables
                        .baselineVersion("0");
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false); // it would need a second connection
        return configuration;
    }
}
