package io.zaaky.bench;

import java.util.Locale;

/**
 * The load on a relay.
 *
 * @param streams how many streams are open at once
 * @param paceMillis milliseconds between two tokens of a stream
 * @param tokens the tokens of each stream
 * @param openPerSecond how many streams are opened per second
 */
record Load(int streams, int paceMillis, int tokens, int openPerSecond) {
    Load {
        if (streams < 1 || paceMillis < 1 || tokens < 1 || tokens > 0xffff || openPerSecond < 1) {
            throw new IllegalArgumentException(
                    "a load has streams, a pace, and 1 to 65535 tokens a stream");
        }
    }

    /** The load of {@code streams@pace}, such as {@code 200@20}, for about {@code seconds}. */
    static Load parse(String text, int seconds, int openPerSecond) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not STREAMS@MILLISECONDS, such as 200@20: " + text);
        }
        int pace = Integer.parseInt(text.substring(at + 1));
        int streams = Integer.parseInt(text.substring(0, at));
        return new Load(streams, pace, Math.max(2, seconds * 1000 / pace), openPerSecond);
    }

    long paceNanos() {
        return paceMillis * 1_000_000L;
    }

    /** The time by which every stream should have ended, counted from the start of the first. */
    long longestNanos() {
        return (long) (streams * 1e9 / openPerSecond) + paceNanos() * tokens;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d × %.0f/s", streams, 1000.0 / paceMillis);
    }
}
