package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A visitor by a plain socket, who can leave in ways that no HTTP client offers. */
final class RawVisitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int DRIP_MILLIS = 500;

    private final Socket socket;

    private RawVisitor(Socket socket) {
        this.socket = socket;
    }

    static RawVisitor of(int port) {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawVisitor(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One who comes from another address of this machine, such as 127.0.0.2. */
    static RawVisitor from(String address, int port) {
        try {
            InetAddress own = InetAddress.ofLiteral(address);
            var socket = new Socket(InetAddress.getLoopbackAddress(), port, own, 0);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawVisitor(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose system takes little before the visitor reads it. */
    static RawVisitor slow(int port) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawVisitor(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void post(String path, String chatbot, String message, String session) {
        byte[] body =
                RunningServer.body(chatbot, message, session).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, body.length);
        send(head);
        send(new String(body, StandardCharsets.UTF_8));
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, to a server that may have ended the connection by now. */
    void sendOrBeEnded(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // what it has answered can still be read
        }
    }

    /** Reads until this text has come; returns all that was read. */
    String readUntil(String text) {
        var read = new StringBuilder();
        byte[] part = new byte[4096];
        try {
            while (read.indexOf(text) < 0) {
                int n = socket.getInputStream().read(part);
                if (n < 0) {
                    throw new AssertionError("no '" + text + "' in: " + read);
                }
                read.append(new String(part, 0, n, StandardCharsets.UTF_8));
            }
            return read.toString();
        } catch (IOException e) {
            throw new AssertionError("no '" + text + "' in: " + read, e);
        }
    }

    /** Whether this is answered; not if the server ends the connection instead. */
    boolean isAnswered(String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().read(new byte[4096]) > 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither answered nor ended", e);
        } catch (IOException e) {
            return false; // by a reset
        }
    }

    /** Whether anything has come that was not read yet. */
    boolean hasHeard() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the server ends the connection. */
    String readToEnd() {
        var read = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                read.append((char) c);
            }
            return read.toString();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after: " + read, e);
        } catch (IOException e) {
            return read.toString(); // ended by a reset
        }
    }

    /** Whether the server ends the connection; waits for it. */
    boolean isEnded() {
        try {
            byte[] part = new byte[1 << 16];
            int n = socket.getInputStream().read(part);
            while (n >= 0) {
                n = socket.getInputStream().read(part);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // by a reset
        }
    }

    /** The same, while it sends this again and again, with pauses. */
    boolean isEndedWhileSending(String drop) {
        try {
            socket.setSoTimeout(DRIP_MILLIS);
            for (int i = 0; i < PATIENCE_MILLIS / DRIP_MILLIS; i++) {
                socket.getOutputStream().write(drop.getBytes(StandardCharsets.UTF_8));
                if (isEnded()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true; // by a reset
        }
    }

    void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves by a reset, as a system does whose program has died. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
