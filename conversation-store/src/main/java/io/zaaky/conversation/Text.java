package io.zaaky.conversation;

/** What both databases can hold. */
final class Text {
    private Text() {}

    /**
     * Without U+0000, which PostgreSQL can't store, and with U+FFFD for halves of surrogate pairs,
     * which UTF-8 can't carry.
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
