package io.zaaky.app.knowledge;

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
 * The SQLite database {@code uploads.db} in the data directory. Everything is done one after the
 * other on one thread of its own, as SQLite's driver holds on to the thread that calls it. The file
 * is made with the first upload.
 */
final class UploadFile implements AutoCloseable {
    private final Path file;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().daemon().name("uploads").unstarted(task));
    private Optional<Connection> open = Optional.empty(); // used by that thread only

    /** Does no I/O. */
    UploadFile(Path data) {
        this.file = data.resolve("uploads.db");
    }

    /** Something done to the database. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads, if anything was ever written. */
    <T> T read(Work<T> work, T nothing) {
        return call(() -> reading(work, nothing));
    }

    /** The same, and does something with it before anybody can write. */
    <T> void read(Work<T> work, T nothing, Consumer<T> then) {
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
            undo(connection); // a reader that stays would keep the log from shrinking
        }
    }

    /** Does all of it or nothing, durably. */
    <T> T write(Work<T> work) {
        return call(() -> committed(work));
    }

    /** The same, if anything was ever written. */
    <T> T change(Work<T> work, T nothing) {
        return call(() -> Files.exists(file) ? committed(work) : nothing);
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

    /** One that can't even be undone is of no use any more: a full disk leaves such. */
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
            if (e.getCause() instanceof QuotaExceededException exceeded) {
                throw exceeded;
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

    private static void prepare(Statement statement) throws SQLException {
        int version;
        try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
            version = found.getInt(1);
        }
        if (version > UploadTables.VERSION) {
            throw new SQLException("it was written by a newer version of Zaaky");
        }
        if (version < UploadTables.VERSION) {
            UploadTables.prepare(statement, version);
        }
    }

    private void shut() {
        open.ifPresent(
                connection -> {
                    try {
                        connection.close();
                    } catch (SQLException e) {
                        // there is nothing more to be done for it
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
