package io.zaaky.app.account;

/**
 * Something that does not add up.
 *
 * @param where an answer, as {@code conversation ID, answer ID}, or a day
 * @param what is wrong, a sentence without its point
 */
public record Hole(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
