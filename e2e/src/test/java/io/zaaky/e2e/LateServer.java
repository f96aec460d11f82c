package io.zaaky.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that is not there at first: a port on which nobody listens, until connections to it are
 * forwarded to the real one.
 */
final class LateServer implements AutoCloseable {
    private final String place;
    private final int port;
    private final ServerSocket server;

    /**
     * @param place {@code HOST:PORT} of the real server
     */
    LateServer(String place) {
        this.place = place;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
            server = new ServerSocket();
            server.setReuseAddress(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** From now on it is there. */
    void appear() {
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                int colon = place.lastIndexOf(':');
                int farPort = Integer.parseInt(place.substring(colon + 1));
                Socket far = new Socket(place.substring(0, colon), farPort);
                Thread.startVirtualThread(() -> forward(near, far));
                Thread.startVirtualThread(() -> forward(far, near));
            } catch (IOException e) {
                // closed, or the real server refuses: the client sees its connection end
            }
        }
    }

    private static void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two has left
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
