package io.zaaky.ingestion.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Politeness: one request at a time to a host, and a pause before the next, whoever asks. Shared by
 * all that fetch. Safe for use by many threads.
 */
public final class Hosts {
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final Rest rest;

    /** Lets time pass. */
    @FunctionalInterface
    interface Rest {
        void rest(Duration duration) throws InterruptedException;
    }

    private static final class Turn {
        private final Semaphore free = new Semaphore(1, true);
        private boolean used;
        private long endedNanos;
    }

    public Hosts() {
        this(System::nanoTime, Thread::sleep);
    }

    Hosts(LongSupplier nanos, Rest rest) {
        this.nanos = nanos;
        this.rest = rest;
    }

    /** What is done while it is one's turn. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T work() throws E, InterruptedException;
    }

    /** Does {@code work} when no other is at work with the host and its last pause is over. */
    <T, E extends Exception> T inTurn(String host, Duration pause, Work<T, E> work)
            throws E, InterruptedException {
        Turn turn = turns.computeIfAbsent(host, name -> new Turn());
        turn.free.acquire();
        try {
            long since = nanos.getAsLong() - turn.endedNanos;
            if (turn.used && since < pause.toNanos()) {
                rest.rest(pause.minusNanos(since));
            }
            return work.work();
        } finally {
            turn.used = true;
            turn.endedNanos = nanos.getAsLong();
            turn.free.release();
        }
    }
}
