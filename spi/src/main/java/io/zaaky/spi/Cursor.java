package io.zaaky.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a list of conversations. It stays valid while conversations are added and deleted.
 *
 * @param at when the conversation at this position began
 * @param id the conversation's id
 */
public record Cursor(Instant at, String id) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\.([A-Za-z0-9_-]{1,64})");

    /** Parses what {@link #toString} returned; empty for anything else. */
    public static Optional<Cursor> parse(String text) {
        Matcher m = TEXT.matcher(text);
        return m.matches()
                ? Optional.of(
                        new Cursor(Instant.ofEpochMilli(Long.parseLong(m.group(1))), m.group(2)))
                : Optional.empty();
    }

    /** The cursor as text that is safe in a URL. */
    @Override
    public String toString() {
        return at.toEpochMilli() + "." + id;
    }
}
