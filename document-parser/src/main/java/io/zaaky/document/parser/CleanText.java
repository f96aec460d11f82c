package io.zaaky.document.parser;

import java.text.Normalizer;

/** Cleans text so that any index, database and browser can hold it. */
final class CleanText {
    private CleanText() {}

    /**
     * Converts line ends to line feeds, composes letters (NFC), and removes invisible characters:
     * controls, lone surrogates, soft hyphens, zero-width spaces, direction marks that reorder
     * text, and the tag characters that can hide a text inside a text.
     */
    static String of(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                out.append('\n');
                if (i < text.length() && text.charAt(i) == '\n') {
                    i++;
                }
            } else if (isLineEnd(c)) {
                out.append('\n');
            } else if (!isUnseen(c)) {
                out.appendCodePoint(c);
            }
        }
        return Normalizer.normalize(out, Normalizer.Form.NFC);
    }

    /** Cleans text and puts it on one line. */
    static String line(String text) {
        return collapse(of(text));
    }

    /** Replaces runs of white space with one space and strips the ends. */
    static String collapse(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == 0x0B || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isUnseen(int c) {
        return c != '\t'
                && (Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || c == 0xAD
                        || c == 0x200B
                        || c == 0x2060
                        || c == 0xFEFF
                        || (c >= 0x202A && c <= 0x202E)
                        || (c >= 0x2066 && c <= 0x2069)
                        || (c >= 0xE0000 && c <= 0xE007F));
    }
}
