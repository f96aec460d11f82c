package io.zaaky.conversation;

import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Copies SQLite's write-ahead log into the database file, concurrently with the writer. SQLite by
 * itself does this within a commit, which makes one question in a hundred wait some ten
 * milliseconds. SQLite's own limit ({@link SqlitePragmas#MOST_PAGES}) applies only if these
 * checkpoints do not keep up.
 */
final class Checkpoints {
    private static final Logger LOG = System.getLogger(Checkpoints.class.getName());
    private static final long PERIOD_NANOS = Duration.ofMillis(200).toNanos();

    /**
     * The next pass copies what was written during a pass. Once everything is copied, the log
     * restarts.
     */
    private static final int PASSES = 4;

    private final PooledConnections pool;
    private final ExecutorService executor;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime();

    /**
     * @param executor has platform threads
     */
    Checkpoints(PooledConnections pool, ExecutorService executor) {
        this.pool = pool;
        this.executor = executor;
    }

    /** Called after every commit; does not wait. */
    void committed() {
        if (System.nanoTime() - lastNanos > PERIOD_NANOS && running.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                running.set(false); // closed: the last connection copies everything when it closes
            }
        }
    }

    private void run() {
        try (Connection connection = pool.connection();
                Statement statement = connection.createStatement()) {
            for (int pass = 0; pass < PASSES && !isAllCopied(statement); pass++) {}
        } catch (SQLException | PluginException e) {
            LOG.log(Level.DEBUG, "no checkpoint this time: {0}", e.getMessage());
        } finally {
            lastNanos = System.nanoTime();
            running.set(false);
        }
    }

    /** Runs one pass. It neither waits for other connections nor makes them wait. */
    private static boolean isAllCopied(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return !result.next() || result.getInt("log") == result.getInt("checkpointed");
        }
    }
}
