package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The data of server-sent events (WHATWG HTML, 9.2.6), with two extensions: an event that the end
 * of the stream cuts off is returned as well, as not {@link #whole}, and a field {@code error},
 * which llama.cpp sends, counts as an event of the type {@code error}.
 */
public final class SseFrames implements Frames {
    private static final byte[] DATA = "data".getBytes(US_ASCII);
    private static final byte[] EVENT = "event".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);

    private final Lines lines;
    private boolean first = true;
    private byte[] data = new byte[2 << 10];
    private int length;
    private boolean error;
    private boolean whole;

    public SseFrames(InputStream in) {
        lines = new Lines(in);
    }

    @Override
    public boolean next() throws IOException {
        length = 0;
        error = false;
        while (lines.next()) {
            int from = lines.from();
            if (first) {
                first = false;
                from += mark();
            }
            if (from < lines.to()) {
                field(lines.buffer(), from, lines.to());
            } else if (length > 0) {
                whole = true;
                return true;
            } else {
                error = false;
            }
        }
        whole = false;
        return length > 0;
    }

    /** The length of the byte order mark before the first line. */
    private int mark() {
        byte[] buffer = lines.buffer();
        int from = lines.from();
        boolean marked =
                lines.to() - from >= 3
                        && (buffer[from] & 0xFF) == 0xEF
                        && (buffer[from + 1] & 0xFF) == 0xBB
                        && (buffer[from + 2] & 0xFF) == 0xBF;
        return marked ? 3 : 0;
    }

    private void field(byte[] buffer, int from, int to) throws IOException {
        int colon = from;
        while (colon < to && buffer[colon] != ':') {
            colon++;
        }
        int value = colon + 1 < to && buffer[colon + 1] == ' ' ? colon + 2 : colon + 1;
        if (is(DATA, buffer, from, colon)) {
            append(buffer, Math.min(value, to), to);
        } else if (is(EVENT, buffer, from, colon)) {
            error = value < to && is(ERROR, buffer, value, to);
        } else if (is(ERROR, buffer, from, colon)) {
            error = true;
            append(buffer, Math.min(value, to), to);
        }
    }

    private static boolean is(byte[] name, byte[] buffer, int from, int to) {
        return Arrays.equals(name, 0, name.length, buffer, from, to);
    }

    private void append(byte[] buffer, int from, int to) throws IOException {
        int more = to - from;
        int needed = length + more + 1;
        if (needed > data.length) {
            if (needed > LONGEST) {
                throw new ProtocolException("sent an event longer than 1 MiB");
            }
            data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
        }
        if (length > 0) {
            data[length++] = '\n';
        }
        System.arraycopy(buffer, from, data, length, more);
        length += more;
    }

    @Override
    public byte[] bytes() {
        return data;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean error() {
        return error;
    }

    @Override
    public boolean whole() {
        return whole;
    }
}
