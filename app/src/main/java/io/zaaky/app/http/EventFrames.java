package io.zaaky.app.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the frames of one answer's event stream in one reused buffer:
 *
 * <pre>{@code
 * data: {"type":"token","content":"…","done":false}
 * id: MESSAGE_ID:NUMBER
 * }</pre>
 *
 * <p>Text is escaped so that every reader sees a frame's data as one line. Beyond what JSON
 * requires, this escapes U+0085, U+2028 and U+2029, at which some languages split lines, and
 * unpaired surrogates, which UTF-8 cannot represent; the other half of a pair may come with the
 * next piece. Not thread-safe.
 */
final class EventFrames {
    private static final byte[] TOKEN = ascii("data: {\"type\":\"token\",\"content\":\"");
    private static final byte[] TOKEN_END = ascii("\",\"done\":false}\nid: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] ID = ascii("\nid: ");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] HEARTBEAT = ascii(": keep-alive\n\n");
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_NUMBER = 10;

    private final byte[] id;
    private byte[] buffer = new byte[256];
    private int length;
    private int number;

    /**
     * @param messageId of {@code [A-Za-z0-9_-]}
     */
    EventFrames(String messageId) {
        this.id = ascii(messageId + ":");
    }

    /** Gives the next frame this number. */
    void skipTo(int next) {
        number = next - 1;
    }

    /** The buffer that holds the frame built last. */
    byte[] buffer() {
        return buffer;
    }

    /** The frame's length in {@link #buffer}, in bytes. */
    int length() {
        return length;
    }

    void token(String piece) {
        length = 0;
        reserve(
                TOKEN.length
                        + piece.length() * LONGEST_ESCAPE
                        + TOKEN_END.length
                        + id.length
                        + LONGEST_NUMBER
                        + 2);
        put(TOKEN);
        escape(piece);
        put(TOKEN_END);
        endOfFrame();
    }

    /**
     * @param json on one line
     */
    void event(byte[] json) {
        length = 0;
        reserve(DATA.length + json.length + ID.length + id.length + LONGEST_NUMBER + 2);
        put(DATA);
        put(json);
        put(ID);
        endOfFrame();
    }

    void heartbeat() {
        length = 0;
        reserve(HEARTBEAT.length);
        put(HEARTBEAT);
    }

    private void endOfFrame() {
        put(id);
        decimal(++number);
        buffer[length++] = '\n';
        buffer[length++] = '\n';
    }

    private void escape(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                buffer[length++] = (byte) c;
            } else if (c < 0x80) {
                control(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < piece.length()
                    && Character.isLowSurrogate(piece.charAt(i + 1))) {
                utf8(Character.toCodePoint(c, piece.charAt(++i)));
            } else if (Character.isSurrogate(c) || c == 0x85 || c == 0x2028 || c == 0x2029) {
                unicode(c);
            } else {
                utf8(c);
            }
        }
    }

    private void control(char c) {
        switch (c) {
            case '"', '\\' -> pair(c);
            case '\n' -> pair('n');
            case '\r' -> pair('r');
            case '\t' -> pair('t');
            default -> unicode(c);
        }
    }

    private void pair(char c) {
        buffer[length++] = '\\';
        buffer[length++] = (byte) c;
    }

    private void unicode(char c) {
        pair('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[(c >> shift) & 15];
        }
    }

    private void utf8(int c) {
        if (c < 0x800) {
            buffer[length++] = (byte) (0xC0 | (c >> 6));
        } else if (c < 0x10000) {
            buffer[length++] = (byte) (0xE0 | (c >> 12));
            buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        } else {
            buffer[length++] = (byte) (0xF0 | (c >> 18));
            buffer[length++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        buffer[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void decimal(int value) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int capacity) {
        if (buffer.length < capacity) {
            buffer = Arrays.copyOf(buffer, Math.max(capacity, 2 * buffer.length));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
