package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/** One request on one connection, for measuring single moments. */
final class PlainClient {
    private static final String END = "\"type\":\"complete\"";

    private PlainClient() {}

    /** How long one answer took, in nanoseconds from the moment the question was sent. */
    record Times(long first, long whole) {}

    /**
     * Asks one question on its own connection, and reads its stream to the end.
     *
     * @return empty if the question was refused because too many are waiting
     */
    static Optional<Times> time(int port, String request) throws IOException {
        byte[] question = request.getBytes(UTF_8);
        try (Socket visitor = connect(port)) {
            long start = System.nanoTime();
            visitor.getOutputStream().write(question);
            String begun = read(visitor, "\r\n\r\n");
            if (begun.startsWith("HTTP/1.1 503 ")) {
                return Optional.empty();
            }
            if (!begun.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("not answered: " + begun);
            }
            if (!begun.contains("data:")) {
                begun = read(visitor, "data:");
            }
            long first = System.nanoTime() - start;
            if (!begun.contains(END)) {
                read(visitor, END);
            }
            return Optional.of(new Times(first, System.nanoTime() - start));
        }
    }

    /** Connects to the loopback address and sends the request. */
    static Socket send(int port, String request) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Reads until {@code until} has arrived; returns everything that was read. */
    static String read(Socket socket, String until) throws IOException {
        var read = new StringBuilder();
        byte[] part = new byte[4096];
        while (read.indexOf(until) < 0) {
            int n = socket.getInputStream().read(part);
            if (n < 0) {
                throw new IOException("no '" + until + "' in: " + read);
            }
            read.append(new String(part, 0, n, ISO_8859_1));
        }
        return read.toString();
    }
}
