package io.zaaky.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A web server on plain sockets, so that a test decides about every byte and about how a connection
 * ends. One request per connection, each on a virtual thread of its own.
 */
final class FakeHttp implements AutoCloseable {

    /** Answers a call; the connection is closed afterwards. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpCall call) throws IOException, InterruptedException;
    }

    private final ServerSocket listener = new ServerSocket();
    private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
    private final Handler handler;

    FakeHttp(Handler handler) throws IOException {
        this.handler = handler;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::accept);
    }

    /** The origin, such as {@code http://127.0.0.1:4711}. */
    String origin() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Every request so far, in order of arrival. */
    List<HttpCall> calls() {
        return calls;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            HttpCall call = HttpCall.read(socket);
            calls.add(call);
            handler.handle(call);
        } catch (IOException e) {
            // A browser opens connections that it never uses, and closes those that it gives up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
