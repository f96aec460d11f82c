package io.zaaky.ingestion;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tracks the process time that organisations have used. Each organisation may use its hourly share
 * in one burst; used time is restored evenly, one share per hour. After a document that could not
 * be read, an organisation pauses {@value #RESTS} times as long as the attempt took, so that it
 * keeps a core busy for at most a quarter of the time. Known only to this process. Safe to call
 * from many threads.
 */
final class ReadingTime {
    private static final double HOUR = Duration.ofHours(1).toNanos();
    private static final double FOREVER = Duration.ofDays(1000).toNanos();
    private static final int MANY = 1000; // organisations; beyond, those without debt are removed
    private static final int RESTS = 3;
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final double hourly;
    private final LongSupplier nanos;
    private final Map<String, Taken> taken = new ConcurrentHashMap<>(); // by organisation

    /**
     * @param time the time used and not yet restored
     * @param at the moment for which {@code time} holds
     * @param rested when the pause ends
     */
    private record Taken(double time, long at, long rested) {}

    /**
     * @param hourly an organisation's share
     * @param nanos a clock such as {@link System#nanoTime}
     */
    ReadingTime(Duration hourly, LongSupplier nanos) {
        this.hourly = hourly.toNanos();
        this.nanos = nanos;
    }

    /** Records used time. */
    void spend(String organisation, Duration time) {
        spend(organisation, time, Duration.ZERO);
    }

    /** Records time used in vain. */
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

    /** How long an organisation must wait before it may use time again; zero if it may now. */
    Duration pause(String organisation) {
        long now = nanos.getAsLong();
        Taken before = before(organisation, now);
        return Duration.ofNanos(Math.max(untilShare(before, now), rest(before, now)));
    }

    /** The part of the {@link #pause} that results from the organisation's share alone. */
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
