package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Decodes the inside of a JSON string that has escapes or bytes to drop. */
final class JsonText {
    private JsonText() {}

    /** The text of {@code in[from…to)}, which may contain lone surrogates. */
    static StringBuilder unescape(byte[] in, int from, int to) {
        var text = new StringBuilder(to - from);
        int plain = from; // start of the bytes without escapes
        for (int i = from; i < to; ) {
            byte c = in[i];
            if (c != '\\' && c != 0) {
                i++;
                continue;
            }
            text.append(new String(in, plain, i - plain, UTF_8));
            i = c == 0 ? i + 1 : escape(in, i + 1, to, text);
            plain = i;
        }
        return text.append(new String(in, plain, to - plain, UTF_8));
    }

    /** Appends the character of the escape whose letter is at {@code i}; returns the next index. */
    private static int escape(byte[] in, int i, int to, StringBuilder text) {
        switch (in[i]) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '"', '\\', '/' -> text.append((char) in[i]);
            case 'u' -> {
                char unit = (char) hex(in, i + 1, to);
                if (unit != 0) {
                    text.append(unit);
                }
                return i + 5;
            }
            default -> throw new MalformedJsonException("unknown escape");
        }
        return i + 1;
    }

    private static int hex(byte[] in, int from, int to) {
        if (from + 4 > to) {
            throw new MalformedJsonException("cut escape");
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(in[i], 16);
            if (digit < 0) {
                throw new MalformedJsonException("unknown escape");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The text with each lone surrogate replaced with U+FFFD. */
    static String paired(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }
}
