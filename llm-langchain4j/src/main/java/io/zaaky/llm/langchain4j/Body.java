package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.io.InputStream;

/** A response's body: chunked, of known length, or until the connection ends. */
final class Body extends InputStream {
    private static final int CHUNK_LINE = 4 << 10;

    private final Wire wire;
    private final boolean chunked;
    private long left; // of the chunk or the body; -1: until the connection ends
    private boolean first = true;
    private boolean ended;

    Body(Wire wire, ResponseHead head) throws IOException {
        this.wire = wire;
        chunked = head.chunked();
        if (head.bodiless()) {
            ended = true;
        } else if (!chunked) {
            left = length(head.header("content-length"));
            ended = left == 0;
        }
    }

    private static long length(String header) throws IOException {
        if (header.isEmpty()) {
            return -1;
        }
        if (!header.matches("\\d{1,18}")) {
            throw new ProtocolException("sent a Content-Length that is no number");
        }
        return Long.parseLong(header);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Reads from the socket at most once after it has located the bytes. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || (chunked && left == 0 && !nextChunk())) {
            return -1;
        }
        int most = left < 0 ? length : (int) Math.min(length, left);
        int n = wire.read(target, offset, most);
        if (n < 0) {
            if (left >= 0) {
                throw new ProtocolException("closed the connection in the middle of its answer");
            }
            ended = true;
        } else if (left > 0) {
            left -= n;
            ended = left == 0 && !chunked;
        }
        return n;
    }

    private boolean nextChunk() throws IOException {
        if (!first && !wire.line(2).isEmpty()) {
            throw badChunk();
        }
        first = false;
        left = size(wire.line(CHUNK_LINE));
        ended = left == 0; // trailers don't matter: the connection is closed
        return !ended;
    }

    private static long size(String line) throws IOException {
        int end = 0;
        while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
            end++;
        }
        boolean extension = end == line.length() || ";\t ".indexOf(line.charAt(end)) >= 0;
        if (end == 0 || end > 15 || !extension) {
            throw badChunk();
        }
        return Long.parseLong(line, 0, end, 16);
    }

    private static ProtocolException badChunk() {
        return new ProtocolException("sent a chunk that is none");
    }
}
