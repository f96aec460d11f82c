package io.zaaky.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** An address that neither accepts nor refuses a connection: its queue is full. */
public final class DeafServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> queue = new ArrayList<>();

    public DeafServer() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        for (int i = 0; i < 100; i++) {
            var socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(address, 300);
            } catch (SocketTimeoutException e) {
                return; // full
            }
        }
        close();
        throw new IOException("this system queues without end");
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        server.close();
    }
}
