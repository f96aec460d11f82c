package io.zaaky.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A faulty line to a healthy server: a loopback port through which the server is reached. A test
 * switches the line's behaviour while connections are open.
 *
 * <pre>{@code
 * try (var line = FaultProxy.before(server.uri())) {
 *     // let a client of line.uri() ask, then:
 *     line.toClient(Fault.NONE.stall(0)); // nothing more arrives
 *     line.toClient(Fault.NONE.rst(0)); // the connection breaks
 *     line.await(0, FaultProxy.Side.CLIENT); // when the client has disconnected
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {
    private final URI server;
    private final int port;
    private final List<FaultLine> lines = new ArrayList<>(); // guarded by this
    private final List<Closing> log = new ArrayList<>(); // guarded by itself
    private ServerSocket listening; // guarded by this
    private Thread acceptor; // on that; guarded by this
    private Socket reserved = new Socket(); // holds the port while nothing listens; guarded by this
    private Fault toServer = Fault.NONE; // guarded by this
    private Fault toClient = Fault.NONE; // guarded by this

    /** A side of a connection. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /**
     * The end of one side of a connection.
     *
     * @param connection its number, from 0
     * @param cut whether a fault ended it; otherwise the side itself did
     * @param nanoTime when, by {@link System#nanoTime}
     */
    public record Closing(int connection, Side side, boolean cut, long nanoTime) {}

    private FaultProxy(URI server) {
        this.server = server;
        listening = listen(0);
        port = listening.getLocalPort();
        acceptor = acceptOn(listening);
    }

    /** A line to the server at this host and port, which need not be running yet. */
    public static FaultProxy before(URI server) {
        return new FaultProxy(server);
    }

    /** The server's address through this line. */
    public URI uri() {
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        return URI.create(server.getScheme() + "://127.0.0.1:" + port + path);
    }

    public int port() {
        return port;
    }

    /** Applies a fault from now on, to all connections, open and future. */
    public synchronized void toClient(Fault fault) {
        toClient = fault;
        lines.forEach(line -> line.toClient(fault));
    }

    /** Applies a fault from now on, to all connections, open and future. */
    public synchronized void toServer(Fault fault) {
        toServer = fault;
        lines.forEach(line -> line.toServer(fault));
    }

    /** From now on, everything passes; held bytes go first. */
    public synchronized void pass() {
        toServer(Fault.NONE);
        toClient(Fault.NONE);
    }

    /** Closes all connections and stops listening on the port, but keeps it reserved. */
    public void refuse() {
        Thread last;
        synchronized (this) {
            close(listening);
            last = acceptor;
        }
        join(last); // the system releases the port when accepting has ended
        synchronized (this) {
            lines.forEach(FaultLine::close);
            if (reserved.isClosed() || !reserved.isBound()) {
                reserved = reserve();
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a port was closed", e);
        }
    }

    private Socket reserve() {
        var socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on the same port again. */
    public synchronized void accept() {
        if (listening.isClosed()) {
            close(reserved);
            listening = listen(port);
            acceptor = acceptOn(listening);
        }
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread acceptOn(ServerSocket on) {
        return Thread.ofVirtual().name("fault-proxy").start(() -> serve(on));
    }

    private static ServerSocket listen(int where) {
        try {
            var on = new ServerSocket();
            on.setReuseAddress(true);
            on.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 1000);
            return on;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket on) {
        while (!on.isClosed()) {
            try {
                connect(on, on.accept());
            } catch (IOException e) {
                // refusing now, or the server refused: the client has seen its connection end
            }
        }
    }

    private void connect(ServerSocket on, Socket client) throws IOException {
        Socket far;
        try {
            far = new Socket(server.getHost(), server.getPort());
        } catch (IOException e) {
            client.close();
            throw e;
        }
        synchronized (this) {
            int number = lines.size();
            var line = new FaultLine(client, far, (side, cut) -> note(number, side, cut));
            lines.add(line);
            line.start(toServer, toClient);
            if (on.isClosed()) {
                line.close();
            }
        }
    }

    private void note(int connection, Side side, boolean cut) {
        synchronized (log) {
            if (closing(connection, side).isEmpty()) {
                log.add(new Closing(connection, side, cut, System.nanoTime()));
                log.notifyAll();
            }
        }
    }

    /** All ends so far, in order. Each side ends only once. */
    public List<Closing> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    private Optional<Closing> closing(int connection, Side side) {
        return log.stream()
                .filter(one -> one.connection() == connection && one.side() == side)
                .findFirst();
    }

    /** Waits for the end of one side of a connection; fails if the side does not end in time. */
    public Closing await(int connection, Side side) {
        long end = System.nanoTime() + StubUpstream.LIMIT.toNanos();
        synchronized (log) {
            while (closing(connection, side).isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "connection " + connection + " is open: " + side + "; closed: " + log);
                }
                try {
                    log.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for a closing", e);
                }
            }
            return closing(connection, side).orElseThrow();
        }
    }

    /** Stops listening and closes what is open. */
    @Override
    public void close() {
        refuse();
        synchronized (this) {
            close(reserved);
        }
    }
}
