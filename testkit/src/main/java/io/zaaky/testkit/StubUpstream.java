package io.zaaky.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * A provider that misbehaves on request: a server on a free loopback port that answers each call by
 * a {@link StubScript}, byte by byte, and records the requests and when the client closed the
 * connection.
 *
 * <pre>{@code
 * try (var upstream = StubUpstream.start(StubUpstream.openAi().tokens("Hel", "lo").hold())) {
 *     // let a client of upstream.uri() ask, then:
 *     StubCall call = upstream.call(0);
 *     // cancel the client, then:
 *     call.awaitClosed();
 * }
 * }</pre>
 */
public final class StubUpstream implements AutoCloseable {
    /** The time limit for every wait in this class. Nothing that works takes this long. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private final ServerSocket server;
    private final String scheme;
    private final Choice choice;
    private final List<StubCall> calls = new ArrayList<>();
    private final Semaphore released = new Semaphore(0);

    /** Chooses the script that answers a call; numbers start at 0. */
    private interface Choice {
        StubScript of(StubCall call, int number);
    }

    private StubUpstream(ServerSocket server, String scheme, Choice choice) {
        this.server = server;
        this.scheme = scheme;
        this.choice = choice;
        Thread.ofVirtual().name("stub-upstream").start(this::accept);
    }

    /**
     * Answers the first call with the first script, and so on; the last script answers all further
     * calls.
     */
    public static StubUpstream start(StubScript... scripts) {
        return new StubUpstream(listen(), "http", inTurn(scripts));
    }

    /**
     * Answers each call with the script that is chosen for it, for example by its model or its key.
     */
    public static StubUpstream start(Function<StubCall, StubScript> choice) {
        return new StubUpstream(listen(), "http", (call, _) -> choice.apply(call));
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Choice inTurn(StubScript... scripts) {
        List<StubScript> all = List.of(scripts);
        return (_, number) -> all.get(Math.min(number, all.size() - 1));
    }

    /**
     * The same with a socket that the caller provides, such as a TLS socket; this class closes it.
     */
    public static StubUpstream start(ServerSocket server, String scheme, StubScript... scripts) {
        return new StubUpstream(server, scheme, inTurn(scripts));
    }

    /** An empty script that streams like OpenAI. */
    public static StubScript openAi() {
        return new StubScript(StubDialect.OPENAI);
    }

    /** An empty script that streams like Ollama. */
    public static StubScript ollama() {
        return new StubScript(StubDialect.OLLAMA);
    }

    /** An address at which nothing listens. */
    public static URI nowhere() {
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + gone.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI uri() {
        return uri("");
    }

    /** The same with a path, such as {@code /v1}. */
    public URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** Releases one {@link StubScript#hold}: the one that is waiting, or the next one. */
    public void release() {
        released.release();
    }

    /** How many calls were received. */
    public int calls() {
        synchronized (calls) {
            return calls.size();
        }
    }

    /** The call with this number, from 0; waits until its request has been read. */
    public StubCall call(int number) {
        long end = System.nanoTime() + LIMIT.toNanos();
        synchronized (calls) {
            while (calls.size() <= number) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "only " + calls.size() + " calls came, none with number " + number);
                }
                try {
                    calls.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for a call", e);
                }
            }
            return calls.get(number);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("stub-upstream-call").start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a client whose TLS handshake failed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            StubCall call = StubCall.read(socket);
            StubScript script;
            synchronized (calls) {
                script = choice.of(call, calls.size());
                calls.add(call);
                calls.notifyAll();
            }
            call.watch();
            script.play(socket, call, released);
        } catch (IOException e) {
            // the client has left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops listening and closes what is open. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (calls) {
            calls.forEach(StubCall::close);
        }
    }
}
