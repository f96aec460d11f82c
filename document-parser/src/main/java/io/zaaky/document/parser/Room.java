package io.zaaky.document.parser;

/**
 * The capacity of a chunk.
 *
 * @param tokens the word pieces left for its text after title and headings
 */
record Room(int tokens) {
    static final int MOST_WORDS = 250;

    /**
     * 512, minus what the model adds itself and the separators between title, headings and text.
     */
    private static final int MOST_TOKENS = 496;

    static Room beside(String title, String heading) {
        return new Room(MOST_TOKENS - Size.tokens(title) - Size.tokens(heading));
    }

    /** The share of the room that {@code text} takes; text with more than 1 does not fit. */
    double share(String text) {
        return Math.max(
                (double) Size.words(text) / MOST_WORDS, (double) Size.tokens(text) / tokens);
    }
}
