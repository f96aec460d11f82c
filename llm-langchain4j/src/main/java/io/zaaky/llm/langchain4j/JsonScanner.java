package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Reads one JSON text from bytes, forwards only, without making objects of what nobody asks for.
 * The caller enters objects and arrays and consumes each value by exactly one call. Accepts a
 * little more than JSON (missing commas, raw control characters); what it can't read throws {@link
 * MalformedJsonException}. To be used by one thread, and again after {@link #reset}.
 */
public final class JsonScanner {
    private byte[] in = new byte[0];
    private int at;
    private int end;
    private int nameFrom;
    private int nameTo;
    private boolean nameEscaped;

    /** What kind of value comes next. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Begins with {@code bytes[from…to)}, which must stay as they are while they are read. */
    public void reset(byte[] bytes, int from, int to) {
        in = bytes;
        at = from;
        end = to;
    }

    /** Looks at the next value without consuming it. */
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

    /** Enters the object that comes next. */
    public void object() {
        enter('{');
    }

    /** Moves to the next field of the object, or leaves it: then false. */
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

    /** Enters the array that comes next. */
    public void array() {
        enter('[');
    }

    /** Moves to the next value of the array, or leaves it: then false. */
    public boolean item() {
        return more(']');
    }

    /** Whether the field's name is this one, in ASCII. Makes no object. */
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
     * The string that comes next. Bad UTF-8 and lone surrogates become U+FFFD, each at its place;
     * U+0000 is left out.
     */
    public String string() {
        return string(true);
    }

    /**
     * The string that comes next, as a piece of a text: the same, but a lone surrogate stays, as
     * its other half may be in the next piece. Fit for {@link Chunk#text}.
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

    /** A string's value, or any other single value as it is written; empty for the rest. */
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

    /** A whole number from 0 to {@code most}; -1 for everything else. */
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

    /** Whether {@code true} comes next, which is consumed, as is anything else. */
    public boolean isTrue() {
        return kind() == Kind.BOOLEAN ? literal().equals("true") : !skipped();
    }

    private boolean skipped() {
        skip();
        return true;
    }

    /** Passes over the next value, however deep it is. */
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

    /** Moves behind the string; returns whether it has an escape or a U+0000. */
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
