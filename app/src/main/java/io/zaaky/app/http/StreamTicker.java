package io.zaaky.app.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread that looks after all open streams. */
public final class StreamTicker implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(50);

    private final Set<AnswerStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("stream-ticker").factory());

    public StreamTicker() {
        var _ =
                timer.scheduleAtFixedRate(
                        this::tick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(AnswerStream stream) {
        streams.add(stream);
    }

    void remove(AnswerStream stream) {
        streams.remove(stream);
    }

    private void tick() {
        long now = System.nanoTime();
        streams.forEach(stream -> stream.tick(now));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
