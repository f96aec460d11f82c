package io.zaaky.document.parser;

/**
 * How much a chunk may hold.
 *
 * @param tokens word pieces left for its text beside title and headings
 */
record Room(int tokens) {
    static final int MOST_WORDS = 250;

    /** Of 512, less what the model adds itself and the marks between title, headings and text. */
    private static final int MOST_TOKENS = 496;

    static Room beside(String title, String heading) {
        return new Room(MOST_TOKENS - Size.tokens(title) - Size.tokens(heading));
    }

    /** The share of the room that {@code text} takes; more than 1 does not fit. */
    double share(String text) {
        return Math.max(
                (double) Size.words(text) / MOST_WORDS, (double) Size.tokens(text) / tokens);
    }
}
