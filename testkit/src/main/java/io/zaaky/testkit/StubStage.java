package io.zaaky.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The stage on which a {@link StubScript} is played: the connection of one call, and what is
 * written to it.
 */
final class StubStage {
    private final Socket socket;
    private final OutputStream out;
    private final StubCall call;
    private final Semaphore released;
    private final Style style;
    private long written;

    /**
     * How bytes are written.
     *
     * @param chunked whether the body is chunked; otherwise it ends with the connection
     * @param atATime the most bytes in one packet
     * @param mark a step that happens between the bytes
     */
    record Style(boolean chunked, int atATime, Mark mark) {}

    /**
     * A step between two bytes anywhere in the head or the body.
     *
     * @param after how many bytes are written before the step
     */
    record Mark(long after, Step step) {
        static final Mark NONE = new Mark(Long.MAX_VALUE, stage -> true);
    }

    /** One step of a script. */
    @FunctionalInterface
    interface Step {
        /** Runs the step. Returns whether the script continues. */
        boolean play(StubStage stage) throws IOException, InterruptedException;
    }

    StubStage(Socket socket, StubCall call, Semaphore released, Style style) throws IOException {
        this.socket = socket;
        out = socket.getOutputStream();
        this.call = call;
        this.released = released;
        this.style = style;
    }

    StubCall call() {
        return call;
    }

    /** Writes the head; headers without a value are omitted. */
    void head(int status, Map<String, String> headers) throws IOException, InterruptedException {
        var head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        head.append(name).append(": ").append(value).append("\r\n");
                    }
                });
        head.append(style.chunked() ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
        packets(ascii(head.toString()));
    }

    /** Writes bytes of the body. */
    boolean write(byte[] bytes) throws IOException, InterruptedException {
        if (style.chunked() && bytes.length > 0) { // an empty chunk would end the body
            byte[] size = ascii(Integer.toHexString(bytes.length) + "\r\n");
            byte[] chunk = Arrays.copyOf(size, size.length + bytes.length + 2);
            System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            packets(chunk);
        } else {
            packets(bytes);
        }
        return true;
    }

    /** Ends the body properly. */
    void end() throws IOException, InterruptedException {
        if (style.chunked()) {
            packets(ascii("0\r\n\r\n"));
        }
    }

    private void packets(byte[] bytes) throws IOException, InterruptedException {
        int at = 0;
        while (at < bytes.length) {
            long left = style.mark().after() - written;
            if (left == 0 && !style.mark().step().play(this)) {
                throw new IOException("the script ends here");
            }
            int n = Math.min(style.atATime(), bytes.length - at);
            if (left > 0) {
                n = (int) Math.min(n, left);
            }
            out.write(bytes, at, n);
            at += n;
            written += n;
        }
    }

    /** Waits to be released. Returns false if the client has left. */
    boolean hold() throws InterruptedException {
        while (!released.tryAcquire(20, TimeUnit.MILLISECONDS)) {
            if (call.isClosed()) {
                return false;
            }
        }
        return true;
    }

    /** Makes the close that follows reset the connection. */
    boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
