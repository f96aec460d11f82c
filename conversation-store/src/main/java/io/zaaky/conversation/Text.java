package io.zaaky.conversation;

/** Makes text storable in both databases. */
final class Text {
    private Text() {}

    /**
     * Removes U+0000, which PostgreSQL cannot store, and replaces unpaired surrogates, which UTF-8
     * cannot encode, with U+FFFD.
     */
    static String storable(String text) {
        if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
