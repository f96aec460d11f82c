package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Splits an HTTP/1.1 response into the lines of its body, however the response is fragmented. Made
 * for many streams on one core: no allocation once the longest line has been seen.
 */
final class ResponseReader {

    /** Receives each line, without its ending, in the first {@code length} bytes. */
    interface Lines {
        void line(byte[] bytes, int length);
    }

    private enum State {
        STATUS,
        HEADER,
        SIZE,
        DATA,
        AFTER_DATA,
        TRAILER,
        ENDED
    }

    private final Lines lines;
    private State state = State.STATUS;
    private byte[] line = new byte[512];
    private int length;
    private int status;
    private boolean chunked;
    private long left;

    ResponseReader(Lines lines) {
        this.lines = lines;
    }

    /** The status; 0 before it has arrived. */
    int status() {
        return status;
    }

    /** Whether the last chunk has arrived. A body without chunks ends with its connection. */
    boolean ended() {
        return state == State.ENDED;
    }

    /** Consumes all of {@code in}. */
    void read(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (state == State.DATA) {
                data(in);
            } else if (state == State.ENDED) {
                return;
            } else {
                step(in.get());
            }
        }
    }

    private void data(ByteBuffer in) {
        int take = (int) Math.min(left, in.remaining());
        for (int i = 0; i < take; i++) {
            byte b = in.get();
            if (b == '\n') {
                lines.line(line, length);
                length = 0;
            } else {
                keep(b);
            }
        }
        left -= take;
        if (left == 0) {
            state = State.AFTER_DATA;
        }
    }

    private void step(byte b) {
        switch (state) {
            case STATUS, HEADER -> head(b);
            case SIZE -> size(b);
            case AFTER_DATA -> state = b == '\n' ? State.SIZE : State.AFTER_DATA;
            case TRAILER -> state = b == '\n' ? State.ENDED : State.TRAILER;
            case DATA, ENDED -> throw new IllegalStateException("not a step of the frame");
        }
    }

    private void head(byte b) {
        if (b == '\r') {
            return;
        }
        if (b != '\n') {
            keep(b);
            return;
        }
        String text = new String(line, 0, length, ISO_8859_1).toLowerCase(Locale.ROOT);
        length = 0;
        if (state == State.STATUS) {
            status = Integer.parseInt(text.substring(9, 12));
            state = State.HEADER;
        } else if (text.isEmpty()) {
            state = chunked ? State.SIZE : State.DATA;
            left = Long.MAX_VALUE;
        } else {
            chunked |= text.startsWith("transfer-encoding:") && text.endsWith("chunked");
        }
        if (state == State.SIZE) {
            left = 0;
        }
    }

    private void size(byte b) {
        if (b == '\n') {
            state = left == 0 ? State.TRAILER : State.DATA;
        } else if (b != '\r') {
            left = left << 4 | Character.digit(b, 16);
        }
    }

    private void keep(byte b) {
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = b;
    }
}
