package io.zaaky.ingestion.web;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Ensures politeness: one request at a time to a host, and a pause before the next, for all callers
 * together. Shared by all fetchers. Organisations take turns, so that one that wants a thousand
 * pages of a host delays another by one or two. Safe to call from many threads. Remembers a limited
 * number of hosts: a pause may be cut short if thousands of other hosts are requested during it,
 * but there are never two requests to one host at once.
 */
public final class Hosts {
    private static final int MOST_REMEMBERED = 10_000; // not counting those in use

    private static final Bulkhead.Limits ONE = new Bulkhead.Limits(1, 1, Integer.MAX_VALUE);
    private static final Duration PATIENCE = Duration.ofHours(1); // then it waits again

    private final Shared<Turn> turns;
    private final LongSupplier nanos;
    private final Rest rest;
    private final String organisation;

    /** Sleeps. */
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

    /** The same hosts, with turns taken on behalf of an organisation. */
    public Hosts of(String whose) {
        return new Hosts(turns, nanos, rest, whose);
    }

    /** The work to do during a turn. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T work() throws E, InterruptedException;
    }

    /** Runs {@code work} when no other work with the host is running and its last pause is over. */
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

    /** Sleeps until {@code pause} has passed since the given time. */
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
