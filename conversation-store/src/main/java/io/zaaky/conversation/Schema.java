package io.zaaky.conversation;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbRow;
import io.zaaky.spi.Database;
import io.zaaky.spi.OneConnection;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings the tables up to date before the first use. */
final class Schema {

    private static final String MIGRATIONS = "classpath:io/zaaky/conversation/migrations";

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final PooledConnections connections;
    private final Failures failures;
    private volatile boolean ready;

    Schema(Database database, PooledConnections connections) {
        this.database = database;
        this.connections = connections;
        this.failures = Failures.of(database);
    }

    /**
     * Does nothing once it has succeeded; after a failure, the next call tries again. Stores that
     * use one database synchronise on the data source that they share. Between processes, Flyway's
     * lock serialises migrations on PostgreSQL; on SQLite, where Flyway has no lock, a process that
     * fails checks again.
     */
    void ensure(DbClient client) {
        if (ready) {
            return;
        }
        synchronized (database.dataSource()) {
            if (!ready) {
                prepareFile();
                if (!isUpToDate(client)) {
                    migrate(client);
                }
                ready = true;
            }
        }
    }

    private void prepareFile() {
        if (database.dialect() == Database.Dialect.SQLITE) {
            try (Connection connection = connections.connection()) {
                SqlitePragmas.writeAheadLog(connection);
            } catch (SQLException e) {
                throw failures.noConnection(e);
            }
        }
    }

    /** Processes that start together on an empty database conflict; the slower one checks again. */
    private void migrate(DbClient client) {
        for (int attempt = 1; ; attempt++) {
            try (Connection lent = database.dataSource().getConnection()) {
                var one = new OneConnection(lent); // the pool may have no other connection
                flyway(database).dataSource(one).load().migrate();
                return;
            } catch (SQLException e) {
                throw failures.noConnection(e);
            } catch (FlywayException e) {
                if (isUpToDate(client)) {
                    return; // another process was faster
                }
                PluginException failure = failures.translate(e);
                if (attempt == ATTEMPTS || failure.reason() == Reason.UNAUTHORIZED) {
                    throw failure;
                }
                pause(attempt);
            }
        }
    }

    static FluentConfiguration flyway(Database database) {
        var configuration =
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(database.dataSource())
                        .table("conversation_schema")
                        .baselineOnMigrate(true) // the database may contain other tables
                        .baselineVersion("0");
        return switch (database.dialect()) {
            case SQLITE ->
                    configuration
                            .locations(MIGRATIONS)
                            .placeholders(Map.of("clustered", "WITHOUT ROWID"));
            case POSTGRESQL -> {
                configuration
                        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                        .setTransactionalLock(false); // it would need a second connection
                yield configuration
                        .locations(MIGRATIONS, MIGRATIONS + "-postgresql")
                        .placeholders(Map.of("clustered", ""));
            }
        };
    }

    /** The number of the newest script. */
    private static int version(Database.Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> 3;
            case POSTGRESQL -> 4;
        };
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(PAUSE.multipliedBy(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(
                    Reason.CANCELLED, "interrupted while preparing the tables", e);
        }
    }

    /** Runs one cheap query, so that only the first start of a version pays for Flyway. */
    private boolean isUpToDate(DbClient client) {
        int known = version(database.dialect());
        int found;
        try {
            found = Transactions.once(client, Schema::newest).orElse(0);
        } catch (PluginException e) {
            throw e;
        } catch (RuntimeException e) {
            return false; // no table yet, or a problem that Flyway can report
        }
        if (found > known) {
            throw new PluginException(
                    Reason.UNAVAILABLE,
                    failures.where()
                            + ": its conversations were written by a newer version of Zaaky (schema"
                            + " "
                            + found
                            + ", this one knows "
                            + known
                            + "); start that version or restore a backup");
        }
        return found == known;
    }

    private static Optional<Integer> newest(io.helidon.dbclient.DbTransaction transaction) {
        return transaction
                .query(
                        """
                        SELECT version FROM conversation_schema
                        WHERE success AND version IS NOT NULL
                        ORDER BY installed_rank DESC LIMIT 1
                        """)
                .map(Schema::version)
                .findFirst();
    }

    private static int version(DbRow row) {
        return Integer.parseInt(row.column("version").get(String.class));
    }
}
