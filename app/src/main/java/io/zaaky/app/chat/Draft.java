package io.zaaky.app.chat;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The answer so far. Passes on every piece at once, except text that may be a citation of a passage
 * that was not given. Used only by the answer's thread.
 */
final class Draft implements ModelChain.Listener {
    private final Consumer<String> out;
    private final Consumer<String> onFirst;
    private String provider = "";
    private Citations citations = Citations.of(0);
    private final StringBuilder text = new StringBuilder(512);
    private int led; // length of our own text before the model's
    private int pieces;
    private long firstNanos;
    private long lastNanos;

    /**
     * @param out takes every piece
     * @param onFirst receives the provider's name once, when the first piece of a model arrives
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

    /** Adds a sentence of our own, which does not count as the model's output. */
    void lead(String sentence) {
        say(sentence);
        led = text.length();
    }

    @Override
    public String said() {
        return text.substring(led);
    }

    /** Sets what the next model may cite. */
    void mayCite(Citations next) {
        citations = next;
    }

    /** Ends the model's text: text held as a possible citation is no citation. */
    void ended() {
        say(citations.end());
    }

    /** The numbers of the cited passages. */
    BitSet cited() {
        return citations.cited();
    }

    /** The provider of the latest pieces. */
    String provider() {
        return provider;
    }

    String text() {
        return text.toString();
    }

    int pieces() {
        return pieces;
    }

    /** When the model's first piece arrived, by {@link System#nanoTime}; empty before that. */
    OptionalLong firstNanos() {
        return pieces == 0 ? OptionalLong.empty() : OptionalLong.of(firstNanos);
    }

    /** Seconds from the first piece to the last. */
    double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }
}
