package io.zaaky.ingestion;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much time of processes organisations have taken. Each may take so much at once, and as much
 * again within an hour: what it has had comes back evenly. After a document that could not be read
 * an organisation rests {@value #RESTS} times as long as that took, so that it keeps a core busy
 * for a quarter of the time at most. Known to this process only; safe to use by many threads.
 */
final class ReadingTime {
    private static final double HOUR = Duration.ofHours(1).toNanos();
    private static final double FOREVER = Duration.ofDays(1000).toNanos();
    private static final int MANY = 1000; // organisations, from which on those without debt go
    private static final int RESTS = 3;
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final double hourly;
    private final LongSupplier nanos;
    private final Map<String, Taken> taken = new ConcurrentHashMap<>(); // by organisation

    /**
     * @param time that was taken and has not come back
     * @param at when that was so
     * @param rested when the rest after it ends
     */
    private record Taken(double time, long at, long rested) {}

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
        spend(organisation, time, Duration.ZERO);
    }

    /** So much was taken for nothing. */
    void waste(String organisation, Duration time) {
        Duration rest = time.multipliedBy(RESTS);
        spend(organisation, time, rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }

    private void spend(String organisation, Duration time, Duration rest) {
        long now = nanos.getAsLong();
        if (taken.size() >= MANY) {
            taken.values().removeIf(each -> left(each, now) <= 0 && rest(each, now) <= 0);
        }
        Taken some = new Taken(time.toNanos(), now, now + rest.toNanos());
        taken.merge(
                organisation,
                some,
                (before, _) ->
                        new Taken(
                                left(before, now) + some.time(),
                                now,
                                now + Math.max(rest(before, now), rest.toNanos())));
    }

    /** How long until an organisation may take time again; zero if it may now. */
    Duration pause(String organisation) {
        long now = nanos.getAsLong();
        Taken before = before(organisation, now);
        return Duration.ofNanos(Math.max(untilShare(before, now), rest(before, now)));
    }

    /** The part of the {@link #pause} that comes from the organisation's share alone. */
    Duration untilShare(String organisation) {
        long now = nanos.getAsLong();
        return Duration.ofNanos(untilShare(before(organisation, now), now));
    }

    private Taken before(String organisation, long now) {
        return taken.getOrDefault(organisation, new Taken(0, now, now));
    }

    private long untilShare(Taken before, long now) {
        double over = left(before, now) - hourly;
        return over < 0 ? 0 : 1 + (long) Math.min(over * HOUR / hourly, FOREVER);
    }

    private double left(Taken before, long now) {
        return Math.max(0, before.time() - (now - before.at()) * hourly / HOUR);
    }

    private static long rest(Taken before, long now) {
        return Math.max(0, before.rested() - now);
    }
}
