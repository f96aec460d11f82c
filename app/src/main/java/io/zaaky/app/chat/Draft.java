package io.zaaky.app.chat;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The answer as far as it has been said. Passes every piece on at once, but for what may be a
 * citation of something that was not given. Belongs to the answer's thread.
 */
final class Draft implements ModelChain.Listener {
    private final Consumer<String> out;
    private final Consumer<String> onFirst;
    private String provider = "";
    private Citations citations = Citations.of(0);
    private final StringBuilder text = new StringBuilder(512);
    private int led; // characters of our own before the model's
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
        say(citations.pass(piece));
    }

    private void say(String words) {
        if (!words.isEmpty()) {
            text.append(words);
            out.accept(words);
        }
    }

    /** Says something of our own, which is no sign of the model's work. */
    void lead(String sentence) {
        say(sentence);
        led = text.length();
    }

    @Override
    public String said() {
        return text.substring(led);
    }

    /** What the model that speaks next may cite. */
    void mayCite(Citations next) {
        citations = next;
    }

    /** The model has said all: what waited to become a citation is none. */
    void ended() {
        say(citations.end());
    }

    /** The numbers of the passages that were cited. */
    BitSet cited() {
        return citations.cited();
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

    /** The moment of the model's first piece, by {@link System#nanoTime}; empty before it. */
    OptionalLong firstNanos() {
        return pieces == 0 ? OptionalLong.empty() : OptionalLong.of(firstNanos);
    }

    /** Seconds from the first piece to the last. */
    double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }
}
