package io.zaaky.llm.langchain4j;

/**
 * Joins the halves of a character that lies outside of the BMP, which JSON may write as two escapes
 * and a provider may send in two pieces. The first half waits for the next piece; a half that stays
 * alone becomes U+FFFD.
 */
final class Halves {
    private static final char NONE = 0;

    private char first = NONE; // the one that waits

    /** What can be handed on now that {@code piece} is there; empty if nothing can. */
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

    /** No more pieces follow: what has waited in vain, or nothing. */
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
