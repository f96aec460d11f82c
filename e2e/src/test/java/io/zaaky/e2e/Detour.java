package io.zaaky.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port by which a real server is reached, and which can be shut: then its connections break, and
 * nobody listens on it. Shut at first.
 */
final class Detour implements AutoCloseable {
    private final String place;
    private final int port;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listening;

    /**
     * @param place {@code HOST:PORT} of the real server
     */
    Detour(String place) {
        this.place = place;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    void open() {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listening = server;
            Thread.startVirtualThread(() -> accept(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void shut() {
        ServerSocket server = listening;
        if (server != null) {
            close(server);
        }
        connections.forEach(Detour::close);
        connections.clear();
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                connect(server, server.accept());
            } catch (IOException e) {
                // shut, or the real server refuses: the client sees its connection end
            }
        }
    }

    private void connect(ServerSocket server, Socket near) throws IOException {
        int colon = place.lastIndexOf(':');
        var far =
                new Socket(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
        connections.add(near);
        connections.add(far);
        if (server.isClosed()) {
            shut();
        }
        Thread.startVirtualThread(() -> forward(near, far));
        Thread.startVirtualThread(() -> forward(far, near));
    }

    private void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two has left
        } finally {
            connections.remove(from);
            connections.remove(to);
        }
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new AssertionError("cannot close " + what, e);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
