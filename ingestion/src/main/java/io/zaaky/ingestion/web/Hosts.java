package io.zaaky.ingestion.web;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Politeness: one request at a time to a host, and a pause before the next, whoever asks. Shared by
 * all that fetch; organisations take turns, so that one that wants a thousand pages of a host
 * delays another by one or two. Safe for use by many threads. Remembers a bounded number of hosts:
 * a pause after which thousands of others were asked may be cut short, but never do two ask one
 * host at once.
 */
public final class Hosts {
    private static final int MOST_REMEMBERED = 10_000; // of which none is asked just now

    private static final Bulkhead.Limits ONE = new Bulkhead.Limits(1, 1, Integer.MAX_VALUE);
    private static final Duration PATIENCE = Duration.ofHours(1); // then it waits again

    private final Shared<Turn> turns;
    private final LongSupplier nanos;
    private final Rest rest;
    private final String organisation;

    /** Lets time pass. */
    @FunctionalInterface
    interface Rest {
        void rest(Duration duration) throws InterruptedException;
    }

    private static final class Turn {
        private final Bulkhead free = new Bulkhead(ONE);
        private boolean used;
        private long endedNanos;
    }

    public Hosts() {
        this(System::nanoTime, Thread::sleep);
    }

    Hosts(LongSupplier nanos, Rest rest) {
        this(new Shared<>(Turn::new, turn -> 1, MOST_REMEMBERED), nanos, rest, "");
    }

    private Hosts(Shared<Turn> turns, LongSupplier nanos, Rest rest, String organisation) {
        this.turns = turns;
        this.nanos = nanos;
        this.rest = rest;
        this.organisation = organisation;
    }

    /** The same hosts, as an organisation asks them. */
    public Hosts of(String whose) {
        return new Hosts(turns, nanos, rest, whose);
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
        try (Permit _ = permit(turn)) {
            return begun(turn, pause, work);
        }
    }

    private Permit permit(Turn turn) throws InterruptedException {
        Optional<Permit> permit = Optional.empty();
        while (permit.isEmpty()) {
            permit = turn.free.acquire(organisation, PATIENCE);
        }
        return permit.get();
    }

    private <T, E extends Exception> T begun(Turn turn, Duration pause, Work<T, E> work)
            throws E, InterruptedException {
        try {
            long since = nanos.getAsLong() - turn.endedNanos;
            if (turn.used && since < pause.toNanos()) {
                rest.rest(pause.minusNanos(since));
            }
            return work.work();
        } finally {
            turn.used = true;
            turn.endedNanos = nanos.getAsLong();
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
