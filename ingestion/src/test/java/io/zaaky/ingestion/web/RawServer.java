package io.zaaky.ingestion.web;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each connection, after its request, as it is told; and counts them. */
final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /** What a connection gets. It ends when this throws or returns. */
    interface Script {
        void play(OutputStream out) throws IOException, InterruptedException;
    }

    /** One that must never be asked. */
    static RawServer canary(String address) {
        return new RawServer(address, out -> {});
    }

    RawServer(Script script) {
        this("127.0.0.1", script);
    }

    RawServer(String address, Script script) {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return server.getLocalPort();
    }

    WebUrl url() {
        return WebUrl.parse("http://127.0.0.1:" + port() + "/page");
    }

    int connections() {
        return connections.get();
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, script));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void serve(Socket socket, Script script) {
        try (socket) {
            int last = 0;
            int b = socket.getInputStream().read();
            while (b >= 0 && !(b == '\n' && last == '\r' * 256 + '\n')) {
                last = b == '\r' ? last : b == '\n' ? '\r' * 256 + '\n' : 0;
                b = socket.getInputStream().read();
            }
            script.play(socket.getOutputStream());
        } catch (IOException e) {
            // the other side has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
