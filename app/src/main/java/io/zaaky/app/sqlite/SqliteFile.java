package io.zaaky.app.sqlite;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A SQLite database in the data directory. A separate thread does everything, one call after the
 * other, because SQLite's driver blocks the thread that calls it. The file is created by the first
 * write.
 */
public final class SqliteFile implements AutoCloseable {
    private final Path file;
    private final Tables tables;
    private final ExecutorService thread;
    private Optional<Connection> open = Optional.empty(); // used by that thread only

    /** The tables of a file. */
    public interface Tables {
        /** Raised with each change of the tables. */
        int version();

        /**
         * Creates the tables, or updates those of an earlier version.
         *
         * @param version of the file; 0 for an empty one
         */
        void prepare(Statement statement, int version) throws SQLException;
    }

    /** Does no I/O. */
    public SqliteFile(Path file, Tables tables) {
        this.file = file;
        this.tables = tables;
        this.thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name(file.getFileName().toString()).factory());
    }

    /** Work on the database. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads, if anything was ever written. */
    public <T> T read(Work<T> work, T nothing) {
        return call(() -> reading(work, nothing));
    }

    /** The same, and uses the result before anybody can write. */
    public <T> void read(Work<T> work, T nothing, Consumer<T> then) {
        call(
                () -> {
                    T found = reading(work, nothing);
                    then.accept(found);
                    return found;
                });
    }

    private <T> T reading(Work<T> work, T nothing) throws SQLException {
        if (!Files.exists(file)) {
            return nothing;
        }
        Connection connection = connection();
        try {
            return work.on(connection);
        } finally {
            undo(connection); // an open read transaction would keep the log from shrinking
        }
    }

    /** Does all of the work or none of it, durably. */
    public <T> T write(Work<T> work) {
        return call(() -> committed(work));
    }

    /** The same, if anything was ever written. */
    public <T> T change(Work<T> work, T nothing) {
        return call(() -> Files.exists(file) ? committed(work) : nothing);
    }

    /** The same as {@link #write}, without waiting for it. The future reports a failure. */
    public <T> Future<T> begin(Work<T> work) {
        try {
            return thread.submit(() -> committed(work));
        } catch (RejectedExecutionException e) {
            throw new PluginException(Reason.CANCELLED, "the server stops", e);
        }
    }

    private <T> T committed(Work<T> work) throws SQLException {
        Connection connection = connection();
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(connection);
            throw e;
        }
    }

    /**
     * Rolls back. Closes a connection that cannot even be rolled back; a full disk leaves such
     * connections.
     */
    private void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            shut();
        }
    }

    private interface Task<T> {
        T call() throws SQLException;
    }

    private <T> T call(Task<T> task) {
        try {
            Future<T> result = thread.submit(task::call);
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new PluginException(
                    Reason.UNAVAILABLE, file + " can't be used: " + e.getCause(), e.getCause());
        } catch (RejectedExecutionException e) {
            throw new PluginException(Reason.CANCELLED, "the server stops", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "interrupted", e);
        }
    }

    private Connection connection() throws SQLException {
        if (open.isEmpty()) {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                connection.setAutoCommit(false);
                prepare(statement);
                connection.commit();
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            open = Optional.of(connection);
        }
        return open.get();
    }

    private void prepare(Statement statement) throws SQLException {
        int version;
        try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
            version = found.getInt(1);
        }
        if (version > tables.version()) {
            throw new SQLException("it was written by a newer version of Zaaky");
        }
        if (version < tables.version()) {
            tables.prepare(statement, version);
            statement.execute("PRAGMA user_version = " + tables.version());
        }
    }

    private void shut() {
        open.ifPresent(
                connection -> {
                    try {
                        connection.close();
                    } catch (SQLException e) {
                        // Nothing more can be done for it.
                    }
                });
        open = Optional.empty();
    }

    @Override
    public void close() {
        var _ = thread.submit(this::shut);
        thread.close();
    }
}
