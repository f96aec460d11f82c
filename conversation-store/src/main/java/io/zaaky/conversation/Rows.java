package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** Helpers that all tables share. */
final class Rows {
    private Rows() {}

    static String text(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    /** SQLite's driver returns an Integer if the value fits, otherwise a Long. */
    static long number(DbRow row, String column) {
        return row.column(column).get(Number.class).longValue();
    }

    static int small(DbRow row, String column) {
        return (int) number(row, column);
    }

    static boolean flag(DbRow row, String column) {
        return number(row, column) == 1;
    }

    static Instant time(DbRow row, String column) {
        return Instant.ofEpochMilli(number(row, column));
    }

    /** How constants are stored. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(DbRow row, String column, Class<E> type) {
        return Enum.valueOf(type, text(row, column).toUpperCase(Locale.ROOT));
    }

    /** Empty for an empty text. */
    static <E extends Enum<E>> Optional<E> optional(DbRow row, String column, Class<E> type) {
        return text(row, column).isEmpty()
                ? Optional.empty()
                : Optional.of(constant(row, column, type));
    }

    /** Placeholders for {@code count} values. */
    static String places(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
