package io.zaaky.app.chat;

import java.util.function.Consumer;

/**
 * The answer as far as it has been said. Passes every piece on at once. Belongs to the answer's
 * thread.
 */
final class Draft implements ModelChain.Listener {
    private final Consumer<String> out;
    private final Consumer<String> onFirst;
    private String provider = "";
    private final StringBuilder text = new StringBuilder(512);
    private int pieces;
    private long firstNanos;
    private long lastNanos;

    /**
     * @param out takes every piece
     * @param onFirst told once, when the first piece of a model comes, of its provider
     */
    Draft(Consumer<String> out, Consumer<String> onFirst) {
        this.out = out;
        this.onFirst = onFirst;
    }

    @Override
    public void from(String name) {
        provider = name;
    }

    @Override
    public void accept(String piece) {
        lastNanos = System.nanoTime();
        if (pieces++ == 0) {
            firstNanos = lastNanos;
            onFirst.accept(provider);
        }
        text.append(piece);
        out.accept(piece);
    }

    /** Says something of our own, which is no sign of the model's work. */
    void lead(String sentence) {
        text.append(sentence);
        out.accept(sentence);
    }

    /** Whose pieces came last. */
    String provider() {
        return provider;
    }

    String text() {
        return text.toString();
    }

    int pieces() {
        return pieces;
    }

    /** Seconds from the first piece to the last. */
    double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }
}
