package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Converts lines of a model server to frames, built in one reused array. */
final class BareFrames implements ResponseReader.Lines {
    private static final byte[] HEAD =
            "data: {\"type\":\"token\",\"content\":\"".getBytes(ISO_8859_1);
    private static final byte[] TAIL =
            "\",\"done\":false}\nid: 0123456789abcdef:".getBytes(ISO_8859_1);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(ISO_8859_1);

    private final OutputStream out;
    private final byte[] frame = new byte[4096];
    private int number;

    BareFrames(OutputStream out) {
        this.out = out;
    }

    @Override
    public void line(byte[] bytes, int length) {
        int from = ContentScan.start(bytes, 0, length);
        try {
            if (from >= 0) {
                token(bytes, from, ContentScan.end(bytes, from, length));
            } else if (length == DONE.length - 2 && bytes[6] == '[') {
                out.write(DONE);
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void token(byte[] bytes, int from, int to) throws IOException {
        if (to == from) {
            return;
        }
        int at = put(HEAD, 0, HEAD.length, 0);
        at = put(bytes, from, to - from, at);
        at = put(TAIL, 0, TAIL.length, at);
        at = putNumber(++number, at);
        frame[at++] = '\n';
        frame[at++] = '\n';
        out.write(frame, 0, at);
        out.flush();
    }

    private int put(byte[] bytes, int from, int length, int at) {
        System.arraycopy(bytes, from, frame, at, length);
        return at + length;
    }

    private int putNumber(int value, int at) {
        int end = at + 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        int rest = value;
        for (int i = end - 1; i >= at; i--) {
            frame[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
