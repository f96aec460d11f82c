package io.zaaky.conversation;

import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.zaaky.spi.Database;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The lanes through which stores use their database.
 *
 * @param writes the lane for work that changes something
 * @param reads the lane for work that changes nothing
 * @param dialect the dialect of the database
 * @param end what {@link #close} does
 */
record Lanes(Lane writes, Lane reads, Database.Dialect dialect, Runnable end)
        implements AutoCloseable {

    /**
     * How long a caller waits; longer than {@link SqlitePragmas#BUSY} and the timeout of usual
     * pools.
     */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Threads that are idle for this long end. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** Opens no connection and starts no thread. */
    static Lanes over(Database database) {
        var pool = new PooledConnections(database);
        var client =
                JdbcClientBuilder.create()
                        .connectionPool(pool)
                        .mapperManager(new NoMapping())
                        .build();
        var transactions =
                new Transactions(client, new Schema(database, pool), Failures.of(database));
        return switch (database.dialect()) {
            case SQLITE -> {
                ExecutorService readers = platform(2);
                var checkpoints = new Checkpoints(pool, readers);
                var writes =
                        new GroupCommitLane(
                                transactions,
                                database.dataSource(),
                                platform(1),
                                LIMIT,
                                checkpoints::committed);
                var reads = new DirectLane(transactions, readers, LIMIT);
                yield new Lanes(writes, reads, Database.Dialect.SQLITE, closing(writes, reads));
            }
            case POSTGRESQL -> {
                ExecutorService perCall = Executors.newVirtualThreadPerTaskExecutor();
                var lane = new DirectLane(transactions, perCall, LIMIT);
                yield new Lanes(lane, lane, Database.Dialect.POSTGRESQL, closing(lane, lane));
            }
        };
    }

    private static Runnable closing(Lane writes, Lane reads) {
        return () -> {
            writes.close();
            reads.close();
        };
    }

    /** The same lanes with another action for {@link #close}. */
    Lanes endingBy(Runnable other) {
        return new Lanes(writes, reads, dialect, other);
    }

    /**
     * Platform threads, because SQLite's driver would pin a virtual thread's carrier while it waits
     * for a lock.
     */
    private static ExecutorService platform(int threads) {
        var executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("conversations-", 1).factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public void close() {
        end.run();
    }
}
