package io.zaaky.ingestion;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much time of processes organisations have taken. Each may take so much at once, and as much
 * again within an hour: what it has had comes back evenly. Known to this process only; safe to use
 * by many threads.
 */
final class ReadingTime {
    private static final double HOUR = Duration.ofHours(1).toNanos();
    private static final int MANY = 1000; // organisations, from which on those without debt go

    private final double hourly;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Taken> taken = new HashMap<>(); // guarded by the lock

    /**
     * @param time that was taken and has not come back
     * @param at when that was so
     */
    private record Taken(double time, long at) {}

    /**
     * @param hourly an organisation's share
     * @param nanos the time, as of {@link System#nanoTime}
     */
    ReadingTime(Duration hourly, LongSupplier nanos) {
        this.hourly = hourly.toNanos();
        this.nanos = nanos;
    }

    /** So much was taken. */
    void spend(String organisation, Duration time) {
        lock.lock();
        try {
            if (taken.size() >= MANY) {
                taken.keySet().removeIf(each -> left(each) <= 0);
            }
            double sum = left(organisation) + time.toNanos();
            taken.put(organisation, new Taken(sum, nanos.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    /** How long until an organisation may take time again; zero if it may now. */
    Duration pause(String organisation) {
        lock.lock();
        try {
            double over = left(organisation) - hourly;
            return over < 0 ? Duration.ZERO : Duration.ofNanos(1 + (long) (over * HOUR / hourly));
        } finally {
            lock.unlock();
        }
    }

    private double left(String organisation) {
        Taken before = taken.get(organisation);
        if (before == null) {
            return 0;
        }
        double back = (nanos.getAsLong() - before.at()) * hourly / HOUR;
        return Math.max(0, before.time() - back);
    }
}
