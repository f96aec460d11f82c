package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One request and its response on their own connection, which {@link #close} closes. */
final class Exchange implements AutoCloseable {
    /** Headers that this class sets itself. */
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "accept",
                    "accept-encoding",
                    "user-agent");

    private final Socket socket;
    private final ResponseHead head;
    private final Body body;

    private Exchange(Socket socket, Wire wire, ResponseHead head) throws IOException {
        this.socket = socket;
        this.head = head;
        body = new Body(wire, head);
    }

    /** Writes the request and reads the response's head; blocks until the head has arrived. */
    static Exchange open(Socket socket, Request request) throws IOException {
        var wire = new Wire(socket.getInputStream());
        try {
            socket.getOutputStream().write(bytes(request));
        } catch (IOException e) {
            return refused(socket, wire, e);
        }
        return new Exchange(socket, wire, wire.head());
    }

    /**
     * A server may answer and close the connection before it has read everything; its answer says
     * why.
     */
    private static Exchange refused(Socket socket, Wire wire, IOException cause)
            throws IOException {
        try {
            return new Exchange(socket, wire, wire.head());
        } catch (IOException e) {
            cause.addSuppressed(e);
            throw cause;
        }
    }

    ResponseHead head() {
        return head;
    }

    Body body() {
        return body;
    }

    private static byte[] bytes(Request request) {
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        URI uri = request.uri();
        var head = new StringBuilder(512);
        String path = uri.getRawPath();
        head.append(request.method()).append(' ').append(path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
        if (uri.getPort() >= 0) {
            head.append(':').append(uri.getPort());
        }
        head.append("\r\nConnection: close\r\nUser-Agent: zaaky\r\nAccept-Encoding: identity\r\n");
        head.append("Accept: ").append(request.accept()).append("\r\n");
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue().forEach(value -> append(head, header.getKey(), value));
            }
        }
        byte[] start = Wire.latin1(head.append("\r\n").toString());
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static void append(StringBuilder head, String name, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the header " + name + " has a control character");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
