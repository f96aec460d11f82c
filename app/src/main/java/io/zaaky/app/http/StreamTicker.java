package io.zaaky.app.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One thread that checks all connections, streams and answers for time limits. A failure in one of
 * them is logged, at most once a minute, and does not affect the others.
 */
public final class StreamTicker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(StreamTicker.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Set<Ticking> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("stream-ticker").factory());
    private long unlogged; // this field and the next belong to the timer's thread
    private long loggedNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    /** Something with time limits. */
    interface Ticking {
        /**
         * Called a few times a second. Does not block. Should not throw; if it does, the next call
         * still comes.
         *
         * @param now {@link System#nanoTime}
         */
        void tick(long now);
    }

    public StreamTicker() {
        var _ =
                timer.scheduleAtFixedRate(
                        this::tick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(Ticking each) {
        all.add(each);
    }

    void remove(Ticking each) {
        all.remove(each);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Ticking each : all) {
            try {
                each.tick(now);
            } catch (Throwable e) { // a timer that throws is never called again
                failed(each, e, now);
            }
        }
    }

    private void failed(Ticking each, Throwable why, long now) {
        unlogged++;
        if (now - loggedNanos < BETWEEN_LINES.toNanos()) {
            return;
        }
        loggedNanos = now;
        try {
            String name = each.getClass().getSimpleName();
            LOG.log(
                    Level.ERROR,
                    "a " + name + " was not looked after, " + unlogged + " times",
                    why);
            unlogged = 0;
        } catch (Throwable e) {
            // No memory even for the log line; it is tried again a minute later.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
