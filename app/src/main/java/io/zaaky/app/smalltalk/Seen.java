package io.zaaky.app.smalltalk;

import java.util.List;
import java.util.Optional;

/** What words tell of a message. */
final class Seen {
    private final Optional<Talk> talk;
    private final String part;
    private final List<String> tokens;
    private final float[] words;
    private final double unknown;

    private Seen(
            Optional<Talk> talk, String part, List<String> tokens, float[] words, double unknown) {
        this.talk = talk;
        this.part = part;
        this.tokens = tokens;
        this.words = words;
        this.unknown = unknown;
    }

    static Seen talk(Talk talk) {
        return new Seen(Optional.of(talk), "", List.of(), new float[0], 0);
    }

    static Seen question() {
        return new Seen(Optional.empty(), "", List.of(), new float[0], 0);
    }

    /**
     * A question, unless its meaning says otherwise.
     *
     * @param part of the message, without a greeting or thanks around it
     * @param tokens the part's words, folded
     * @param words the part's likeness to the examples
     * @param unknown 0 to 1, by how many of its words small talk does not have
     */
    static Seen open(String part, List<String> tokens, float[] words, double unknown) {
        return new Seen(Optional.empty(), part, tokens, words, unknown);
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

    double unknown() {
        return unknown;
    }
}
