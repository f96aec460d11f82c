package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a stream into lines, which end with LF, CRLF or CR. A line is returned as soon as its CR
 * has arrived, without waiting for an LF that may never follow.
 */
final class Lines {
    private final InputStream in;
    private byte[] buffer = new byte[4 << 10];
    private int scanned; // no line ends before this index
    private int filled;
    private int from;
    private int to;
    private int next; // where the next line begins
    private boolean afterCr;
    private boolean ended;

    Lines(InputStream in) {
        this.in = in;
    }

    byte[] buffer() {
        return buffer;
    }

    /** The line is {@code buffer[from…to)}. */
    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Whether the line was complete. */
    boolean whole() {
        return !ended;
    }

    boolean next() throws IOException {
        from = next;
        scanned = from;
        while (true) {
            if (afterCr && from < filled) {
                afterCr = false;
                if (buffer[from] == '\n') {
                    scanned = ++from;
                }
            }
            if (found()) {
                return true;
            }
            if (ended || !fill()) {
                return rest();
            }
        }
    }

    private boolean found() {
        byte[] bytes = buffer;
        for (int i = scanned; i < filled; i++) {
            byte c = bytes[i];
            if (c == '\n' || c == '\r') {
                afterCr = c == '\r';
                to = i;
                next = i + 1;
                return true;
            }
        }
        scanned = filled;
        return false;
    }

    private boolean rest() {
        ended = true;
        to = filled;
        next = filled;
        return to > from;
    }

    private boolean fill() throws IOException {
        if (from == filled) {
            from = 0;
            filled = 0;
            scanned = 0;
        } else if (filled == buffer.length) {
            makeRoom();
        }
        int n = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, n);
        return n >= 0;
    }

    private void makeRoom() throws IOException {
        int length = filled - from;
        byte[] target = buffer;
        if (length > buffer.length / 2) {
            if (buffer.length > Frames.LONGEST) {
                throw new ProtocolException("sent a line longer than 1 MiB");
            }
            target = new byte[buffer.length * 2];
        }
        System.arraycopy(buffer, from, target, 0, length);
        buffer = target;
        scanned -= from;
        filled = length;
        from = 0;
    }
}
