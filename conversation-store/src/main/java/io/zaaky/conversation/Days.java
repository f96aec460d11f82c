package io.zaaky.conversation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days and times as they are stored: UTC, counted from 1970 in days and in milliseconds. */
final class Days {
    private static final long MILLIS = 86_400_000;
    private static final long MOST = 100_000_000;

    private Days() {}

    static LocalDate of(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** The first millisecond of the day. Accepts extreme values such as {@link LocalDate#MAX}. */
    static long start(LocalDate day) {
        return Math.clamp(day.toEpochDay(), -MOST, MOST) * MILLIS;
    }

    /** The first millisecond after the day. */
    static long end(LocalDate day) {
        return start(day) + MILLIS;
    }

    /** Accepts extreme values such as {@link Instant#MAX}. */
    static long millis(Instant time) {
        long seconds = Math.clamp(time.getEpochSecond(), -(1L << 50), 1L << 50);
        return seconds * 1000 + time.getNano() / 1_000_000;
    }
}
