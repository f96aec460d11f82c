package io.zaaky.app.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread that looks after all connections, streams and answers. */
public final class StreamTicker implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(50);

    private final Set<Ticking> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("stream-ticker").factory());

    /** Something that has limits of time. */
    interface Ticking {
        /**
         * Called a few times a second. Does not block and does not throw.
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
        all.forEach(each -> each.tick(now));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
