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
 * One thread that looks after all connections, streams and answers. What goes wrong with one of
 * them is logged, once a minute at most, and concerns none of the others.
 */
public final class StreamTicker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(StreamTicker.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Set<Ticking> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("stream-ticker").factory());
    private long unlogged; // this and the next are the thread's alone
    private long loggedNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    /** Something that has limits of time. */
    interface Ticking {
        /**
         * Called a few times a second. Does not block. Should not throw; if it does, the next call
         * comes all the same.
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
            // no memory for the line either; the next minute has another
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
