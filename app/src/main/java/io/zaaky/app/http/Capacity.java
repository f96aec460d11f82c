package io.zaaky.app.http;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Limits how many questions are looked up at once. Lookup is what takes processor time: embedding,
 * searching and ranking. More concurrent lookups than the cores can handle would slow all of them
 * down, so the rest wait, and organisations take turns. The limit follows the processor load while
 * questions wait: an embedding server elsewhere leaves the processor idle, and the limit then
 * rises. Safe to call from many threads.
 */
final class Capacity {
    /** The minimum interval between changes of the limit. */
    static final Duration INTERVAL = Duration.ofMillis(100);

    private static final double FULL = 0.9;
    private static final double ROOM = 0.75;
    private static final int MOST = 2000;
    private static final int WAITING_EACH = 1000;

    private final int least;
    private final DoubleSupplier load;
    private final LongSupplier nanos;
    private final Executor background;
    private final Bulkhead questions;
    private final AtomicLong next;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile int limit;

    /**
     * @param load the share of its cores that the server has used since the last call, 0 to 1
     * @param nanos the time, as from {@link System#nanoTime}
     * @param background runs the task that adapts the limit while questions wait
     */
    Capacity(int cores, DoubleSupplier load, LongSupplier nanos, Executor background) {
        this.least = 2 * cores + 2; // one question is embedded while another is ranked
        this.limit = least;
        this.load = load;
        this.nanos = nanos;
        this.background = background;
        this.next = new AtomicLong(nanos.getAsLong());
        this.questions = new Bulkhead(limits(least));
    }

    /** The capacity of this machine. */
    static Capacity ofThisMachine() {
        return new Capacity(
                Runtime.getRuntime().availableProcessors(),
                new CpuLoad(),
                System::nanoTime,
                Thread::startVirtualThread);
    }

    /**
     * Takes a place for a question of an organisation if one is free and no other question waits
     * for it.
     */
    Optional<Place> take(String organisation) {
        adapt();
        try {
            return acquire(organisation, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Takes a place for a question of an organisation, waiting for its turn. The caller closes it
     * when the question has been looked up.
     *
     * @param most how long to wait; zero does not wait
     * @return empty if no place became free in time
     */
    Optional<Place> await(String organisation, Duration most) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            if (watched.compareAndSet(false, true)) {
                background.execute(this::watch);
            }
            return acquire(organisation, most);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Optional<Place> acquire(String organisation, Duration most)
            throws InterruptedException {
        return questions.acquire(organisation, most).map(permit -> permit::close);
    }

    /** How many questions may currently be looked up at once. */
    int limit() {
        return limit;
    }

    /**
     * Adapts the limit while questions wait: no other question may arrive to trigger it, and those
     * that hold a place may hang. The final check catches a question that starts to wait while the
     * loop ends.
     */
    private void watch() {
        try {
            do {
                while (waiting.get() > 0) {
                    Thread.sleep(INTERVAL);
                    adapt();
                }
                watched.set(false);
            } while (waiting.get() > 0 && watched.compareAndSet(false, true));
        } catch (InterruptedException e) {
            watched.set(false);
            Thread.currentThread().interrupt();
        }
    }

    private void adapt() {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL.toNanos())) {
            return;
        }
        double used = load.getAsDouble();
        int before = limit;
        if (used > FULL) {
            limit = Math.max(least, before - before / 4);
        } else if (used < ROOM && waiting.get() > 0) {
            limit = Math.min(MOST, before + before / 2);
        }
        if (limit != before) {
            questions.resize(limits(limit));
        }
    }

    /**
     * One organisation gets at most three quarters: the backend that its searches wait for may
     * never reply.
     */
    private static Limits limits(int places) {
        return new Limits(places, places - places / 4, WAITING_EACH);
    }
}
