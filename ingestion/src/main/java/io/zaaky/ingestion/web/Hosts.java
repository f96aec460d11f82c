package io.zaaky.ingestion.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Politeness: one request at a time to a host, and a pause before the next, whoever asks. Shared by
 * all that fetch. Safe for use by many threads. Remembers a bounded number of hosts: a pause after
 * which thousands of others were asked may be cut short, but never do two ask one host at once.
 */
public final class Hosts {
    private static final int MOST_REMEMBERED = 10_000; // of which none is asked just now

    private final Shared<Turn> turns = new Shared<>(Turn::new, turn -> 1, MOST_REMEMBERED);
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
        return turns.use(host, turn -> inTurn(turn, pause, work));
    }

    private <T, E extends Exception> T inTurn(Turn turn, Duration pause, Work<T, E> work)
            throws E, InterruptedException {
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

    /** Lets time pass until so much has passed since then. */
    void restUntil(long sinceNanos, Duration pause) throws InterruptedException {
        Duration left = pause.minusNanos(nanos.getAsLong() - sinceNanos);
        if (left.isPositive()) {
            rest.rest(left);
        }
    }

    long now() {
        return nanos.getAsLong();
    }

    /** How many hosts are remembered. */
    int size() {
        return turns.size();
    }
}
