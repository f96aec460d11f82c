package io.zaaky.llm.langchain4j;

/**
 * Joins the halves of a character outside the BMP. JSON may write such a character as two escapes,
 * and a provider may send them in two pieces. The first half is kept until the next piece; an
 * unpaired half becomes U+FFFD.
 */
final class Halves {
    private static final char NONE = 0;

    private char first = NONE; // the half that waits

    /** The text that can be passed on after {@code piece}; empty if there is none. */
    String join(String piece) {
        if (first == NONE && !hasHalves(piece)) {
            return piece;
        }
        var text = new StringBuilder(piece.length() + 1);
        if (first != NONE) {
            text.append(first);
            first = NONE;
        }
        text.append(piece);
        int last = text.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
            first = text.charAt(last);
            text.setLength(last);
        }
        return JsonText.paired(text);
    }

    /** Ends the text: returns U+FFFD if a half is still waiting, otherwise nothing. */
    String end() {
        return first == NONE ? "" : "\uFFFD";
    }

    private static boolean hasHalves(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            if (Character.isSurrogate(piece.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
