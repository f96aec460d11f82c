package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Reads one JSON text from bytes, forwards only, without creating objects for values that nobody
 * reads. The caller enters objects and arrays, and consumes each value with exactly one call.
 * Accepts a little more than JSON (missing commas, raw control characters); unreadable input throws
 * {@link MalformedJsonException}. Used by one thread; reusable after {@link #reset}.
 */
public final class JsonScanner {
    private byte[] in = new byte[0];
    private int at;
    private int end;
    private int nameFrom;
    private int nameTo;
    private boolean nameEscaped;

    /** The kind of the next value. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Starts reading {@code bytes[from…to)}, which must not change meanwhile. */
    public void reset(byte[] bytes, int from, int to) {
        in = bytes;
        at = from;
        end = to;
    }

    /** Returns the kind of the next value without consuming it. */
    public Kind kind() {
        return switch (peek()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 'n' -> Kind.NULL;
            case 't', 'f' -> Kind.BOOLEAN;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw malformed();
        };
    }

    /** Enters the next value, which must be an object. */
    public void object() {
        enter('{');
    }

    /**
     * Moves to the next field of the object; returns false and leaves the object if there is none.
     */
    public boolean field() {
        if (!more('}')) {
            return false;
        }
        if (peek() != '"') {
            throw malformed();
        }
        nameFrom = at + 1;
        nameEscaped = skipString();
        nameTo = at - 1;
        if (peek() != ':') {
            throw malformed();
        }
        at++;
        return true;
    }

    /** Enters the next value, which must be an array. */
    public void array() {
        enter('[');
    }

    /**
     * Moves to the next value of the array; returns false and leaves the array if there is none.
     */
    public boolean item() {
        return more(']');
    }

    /** Whether the field has this name, given in ASCII. Creates no object. */
    public boolean named(byte[] name) {
        return nameEscaped
                ? Arrays.equals(name().getBytes(UTF_8), name)
                : Arrays.equals(in, nameFrom, nameTo, name, 0, name.length);
    }

    /** The field's name. */
    public String name() {
        return nameEscaped
                ? JsonText.paired(JsonText.unescape(in, nameFrom, nameTo))
                : new String(in, nameFrom, nameTo - nameFrom, UTF_8);
    }

    /**
     * Reads a string. Invalid UTF-8 and lone surrogates are replaced with U+FFFD; U+0000 is
     * dropped.
     */
    public String string() {
        return string(true);
    }

    /**
     * Reads a string as a piece of a text. A lone surrogate is kept, because its other half may be
     * in the next piece. Suitable for {@link Chunk#text}.
     */
    public String piece() {
        return string(false);
    }

    private String string(boolean whole) {
        if (peek() != '"') {
            throw malformed();
        }
        int from = at + 1;
        boolean special = skipString();
        if (!special) {
            return new String(in, from, at - 1 - from, UTF_8);
        }
        StringBuilder text = JsonText.unescape(in, from, at - 1);
        return whole ? JsonText.paired(text) : text.toString();
    }

    /** Reads a string's value, or a number or boolean as written; empty for anything else. */
    public String text() {
        return switch (kind()) {
            case STRING -> string();
            case NUMBER, BOOLEAN -> literal();
            case OBJECT, ARRAY, NULL -> {
                skip();
                yield "";
            }
        };
    }

    /** Reads a whole number from 0 to {@code most}; -1 for anything else. */
    public int count(int most) {
        if (kind() != Kind.NUMBER) {
            skip();
            return -1;
        }
        try {
            double value = Double.parseDouble(literal());
            return value >= 0 && value <= most && value == Math.rint(value) ? (int) value : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Consumes the next value and returns whether it is {@code true}. */
    public boolean isTrue() {
        return kind() == Kind.BOOLEAN ? literal().equals("true") : !skipped();
    }

    private boolean skipped() {
        skip();
        return true;
    }

    /** Skips the next value, however deeply it is nested. */
    public void skip() {
        int depth = 0;
        do {
            switch (peek()) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case '"' -> skipString();
                case ',', ':' -> at++;
                default -> skipLiteral();
            }
        } while (depth > 0);
        if (depth < 0) {
            throw malformed();
        }
    }

    /** Fails unless nothing but white space follows. */
    public void end() {
        while (at < end) {
            if (!isSpace(in[at++])) {
                throw malformed();
            }
        }
    }

    private void enter(char bracket) {
        if (peek() != bracket) {
            throw malformed();
        }
        at++;
    }

    private boolean more(char closing) {
        byte c = peek();
        if (c == ',') {
            at++;
            c = peek();
        }
        if (c == closing) {
            at++;
            return false;
        }
        return true;
    }

    private byte peek() {
        while (at < end) {
            byte c = in[at];
            if (!isSpace(c)) {
                return c;
            }
            at++;
        }
        throw malformed();
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Skips the string; returns whether it contains an escape or U+0000. */
    private boolean skipString() {
        boolean special = false;
        int i = at + 1;
        while (i < end) {
            byte c = in[i++];
            if (c == '"') {
                at = i;
                return special;
            }
            if (c == '\\') {
                special = true;
                i++;
            } else if (c == 0) {
                special = true;
            }
        }
        throw malformed();
    }

    private String literal() {
        int from = at;
        skipLiteral();
        return new String(in, from, at - from, UTF_8);
    }

    private void skipLiteral() {
        int from = at;
        while (at < end && isLiteral(in[at])) {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
    }

    private static boolean isLiteral(byte c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || c == '-'
                || c == '+'
                || c == '.'
                || c == 'E'
                || c == 'N';
    }

    private MalformedJsonException malformed() {
        return new MalformedJsonException(at >= end ? "cut JSON" : "not JSON");
    }
}
