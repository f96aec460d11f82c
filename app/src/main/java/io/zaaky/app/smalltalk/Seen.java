package io.zaaky.app.smalltalk;

import java.util.List;
import java.util.Optional;

/** What the words of a message reveal. */
final class Seen {
    private final Optional<Talk> talk;
    private final String part;
    private final List<String> tokens;
    private final float[] words;

    private Seen(Optional<Talk> talk, String part, List<String> tokens, float[] words) {
        this.talk = talk;
        this.part = part;
        this.tokens = tokens;
        this.words = words;
    }

    static Seen talk(Talk talk) {
        return new Seen(Optional.of(talk), "", List.of(), new float[0]);
    }

    static Seen question() {
        return new Seen(Optional.empty(), "", List.of(), new float[0]);
    }

    /**
     * A question, unless its meaning says otherwise.
     *
     * @param part the message without a greeting or thanks around it
     * @param tokens the part's words, folded
     * @param words the part's similarity to the examples
     */
    static Seen open(String part, List<String> tokens, float[] words) {
        return new Seen(Optional.empty(), part, tokens, words);
    }

    /** Empty for a question. */
    Optional<Talk> talk() {
        return talk;
    }

    boolean isOpen() {
        return !part.isEmpty();
    }

    String part() {
        return part;
    }

    List<String> tokens() {
        return tokens;
    }

    /** Not a copy. */
    float[] words() {
        return words;
    }
}
