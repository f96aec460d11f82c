package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The input of a connection, read into one buffer, one read of the socket at a time. */
final class Wire {
    private static final int HEAD = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[4 << 10];
    private int from;
    private int to;

    Wire(InputStream in) {
        this.in = in;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return from == to && !fill() ? -1 : buffer[from++] & 0xFF;
    }

    /** Returns buffered bytes, reading from the socket first if there are none; -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (from == to && !fill()) {
            return -1;
        }
        int n = Math.min(length, to - from);
        System.arraycopy(buffer, from, target, offset, n);
        from += n;
        return n;
    }

    private boolean fill() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(0, n);
        return n > 0;
    }

    /** Reads the head of the answer, skipping informational responses. */
    ResponseHead head() throws IOException {
        int left = HEAD;
        while (true) {
            String start = line(left);
            left -= start.length();
            int status = status(start);
            Map<String, String> headers = new HashMap<>();
            for (String field = line(left); !field.isEmpty(); field = line(left)) {
                left -= field.length();
                int colon = field.indexOf(':');
                if (colon > 0) {
                    headers.merge(
                            field.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            field.substring(colon + 1).strip(),
                            (a, b) -> a + ", " + b);
                }
            }
            if (status >= 200) {
                return new ResponseHead(status, headers);
            }
            left -= 2;
        }
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length >= 2
                && parts[0].startsWith("HTTP/1.")
                && parts[1].matches("[1-9]\\d\\d")
                && !parts[1].equals("101")) {
            return Integer.parseInt(parts[1]);
        }
        throw new ProtocolException("does not speak HTTP/1.1");
    }

    /** Reads a line in Latin-1, without its line ending. */
    String line(int most) throws IOException {
        var line = new StringBuilder();
        int c;
        while ((c = read()) != '\n') {
            if (c < 0) {
                throw new ProtocolException("closed the connection before its answer was complete");
            }
            if (line.length() >= most) {
                throw new ProtocolException("sent a head without end");
            }
            line.append((char) c);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    /** Encodes the head of a request. */
    static byte[] latin1(String head) {
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }
}
