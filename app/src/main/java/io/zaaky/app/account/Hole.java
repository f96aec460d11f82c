package io.zaaky.app.account;

/**
 * A contradiction.
 *
 * @param where an answer, as {@code conversation ID, answer ID}, or a day
 * @param what is wrong, a sentence without its full stop
 */
public record Hole(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
