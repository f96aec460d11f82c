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
 * How many questions are looked up at once. Looking up is what takes the processor: the embedding,
 * the searches and the ranking. More at once than the cores can carry would make all of them slow,
 * so the rest waits, and organisations take turns. How many that is follows from the load of the
 * processor while questions wait: an embedding server elsewhere leaves it idle, and then more go at
 * once. Safe to call from many threads.
 */
final class Capacity {
    /** How often the limit is changed at most. */
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
     * @param nanos the time, as of {@link System#nanoTime}
     * @param background runs what watches over those who wait
     */
    Capacity(int cores, DoubleSupplier load, LongSupplier nanos, Executor background) {
        this.least = 2 * cores + 2; // while one is embedded another one is ranked
        this.limit = least;
        this.load = load;
        this.nanos = nanos;
        this.background = background;
        this.next = new AtomicLong(nanos.getAsLong());
        this.questions = new Bulkhead(limits(least));
    }

    /** Of this machine. */
    static Capacity ofThisMachine() {
        return new Capacity(
                Runtime.getRuntime().availableProcessors(),
                new CpuLoad(),
                System::nanoTime,
                Thread::startVirtualThread);
    }

    /** Takes a place for a question of an organisation, if one is free and nobody waits for it. */
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
     * Takes a place for a question of an organisation, waiting for its turn. To be closed when the
     * question has been looked up.
     *
     * @param most how long to wait; zero does not wait
     * @return empty if there was no place in time
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

    /** How many questions may be looked up at once now. */
    int limit() {
        return limit;
    }

    /**
     * As long as questions wait: nobody else may come, and those that have a place may hang. One
     * that begins to wait while this ends is seen by the last look.
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

    /** Three quarters for one organisation: what its own search waits for may never come. */
    private static Limits limits(int places) {
        return new Limits(places, places - places / 4, WAITING_EACH);
    }
}
