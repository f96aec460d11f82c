package io.zaaky.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One call that a {@link StubUpstream} received. */
public final class StubCall {
    private final Socket socket;
    private final String start;
    private final Map<String, String> headers;
    private final String body;
    private final CountDownLatch closed = new CountDownLatch(1);

    private StubCall(Socket socket, String start, Map<String, String> headers, String body) {
        this.socket = socket;
        this.start = start;
        this.headers = headers;
        this.body = body;
    }

    static StubCall read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String start = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new StubCall(socket, start, headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the client left before it had asked");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** From now on, notices when the client leaves. */
    void watch() {
        Thread.ofVirtual().name("stub-upstream-watch").start(this::readToEnd);
    }

    private void readToEnd() {
        try {
            while (socket.getInputStream().read() >= 0) {
                // no input is expected
            }
        } catch (IOException e) {
            // a reset: the client has left too
        }
        closed.countDown();
    }

    /** Waits until the client has closed the connection; fails if it does not do so in time. */
    public void awaitClosed() {
        if (!await(StubUpstream.LIMIT.toMillis())) {
            throw new AssertionError("the client keeps its connection open");
        }
    }

    /**
     * Waits up to {@code millis} for the client to close the connection. Returns false if it has
     * not.
     */
    boolean await(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the client closes the connection within this time. */
    public boolean isClosedWithin(Duration time) {
        return await(time.toMillis());
    }

    /** Whether the connection is closed. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** {@code GET} or {@code POST}. */
    public String method() {
        return start.substring(0, start.indexOf(' '));
    }

    /** The path with its query. */
    public String path() {
        return start.split(" ", 3)[1];
    }

    /** All headers, by lower-case name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** A header's value; empty if it is missing. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public String body() {
        return body;
    }

    /**
     * The texts of the list {@code input} in a JSON body, with escapes as written; none if there is
     * no such list.
     */
    List<String> input() {
        List<String> texts = new ArrayList<>();
        if (!body.contains("\"input\"")) {
            return texts;
        }
        int at = body.indexOf('[', body.indexOf("\"input\"")) + 1;
        while (body.charAt(at) != ']') {
            int from = at + 1;
            if (body.charAt(at) == '"') {
                at = endOfText(from);
                texts.add(body.substring(from, at));
            }
            at++;
        }
        return texts;
    }

    private int endOfText(int from) {
        int at = from;
        while (body.charAt(at) != '"') {
            at += body.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // the connection is closed all the same
        }
    }
}
