package io.zaaky.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list of conversations, which stays where it is whatever comes and goes.
 *
 * @param at when the conversation there began
 * @param id the conversation's
 */
public record Cursor(Instant at, String id) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\.([A-Za-z0-9_-]{1,64})");

    /** What {@link #toString} has written; empty for anything else. */
    public static Optional<Cursor> parse(String text) {
        Matcher m = TEXT.matcher(text);
        return m.matches()
                ? Optional.of(
                        new Cursor(Instant.ofEpochMilli(Long.parseLong(m.group(1))), m.group(2)))
                : Optional.empty();
    }

    /** Fit for an address. */
    @Override
    public String toString() {
        return at.toEpochMilli() + "." + id;
    }
}
