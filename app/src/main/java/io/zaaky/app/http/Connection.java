package io.zaaky.app.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: Helidon's own, with all that is read from it going through here. So the
 * end of the connection is noticed while an answer is made, and a request that does not arrive as a
 * whole in time ends it.
 *
 * <p>While a {@link #watch watcher} reads ahead, the connection's own thread takes what that one
 * has read; never do two threads read at once.
 */
final class Connection implements ServerConnection, StreamTicker.Ticking {
    /** From the first byte of a request to its last one. */
    static final long REQUEST_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(12);

    /** The same for an upload, as long as something arrives within the limit above. */
    private static final long UPLOAD_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();

    private final ConnectionContext context;
    private final StreamTicker ticker;
    private final ServerConnection http;
    private final DataReader source;

    private @Nullable CompletableFuture<byte[]> ahead; // guarded by this
    private boolean handling; // guarded by this: a request is being answered
    private volatile long requestNanos; // when the request began to arrive; 0 if none does
    private volatile long uploadNanos; // the same, if it may take long; 0 if it may not

    /**
     * @param http makes Helidon's own connection over the context it is given
     */
    Connection(
            ConnectionContext context,
            StreamTicker ticker,
            Function<ConnectionContext, ServerConnection> http) {
        this.context = context;
        this.ticker = ticker;
        source = context.dataReader();
        this.http = http.apply(new Watched(context, DataReader.create(this::next)));
    }

    /** The connection of the request that this thread answers. */
    static Connection current() {
        return CURRENT.get();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        ticker.add(this);
        try {
            ScopedValue.where(CURRENT, this)
                    .call(
                            () -> {
                                http.handle(limit);
                                return true;
                            });
        } finally {
            ticker.remove(this);
        }
    }

    /** The request is an upload, which may take long as long as it does not stop. */
    void uploading() {
        uploadNanos = Math.max(1, System.nanoTime());
    }

    /** The request has arrived: from here on the client has nothing to send. */
    void received() {
        synchronized (this) {
            handling = true;
        }
        requestNanos = 0;
        uploadNanos = 0;
    }

    /** The request has been answered; the next one may come. */
    synchronized void answered() {
        handling = false;
    }

    /**
     * Reads ahead on a thread of its own, as a client sends nothing while it waits for its answer.
     *
     * @param onEnd called by that thread, once, if the client ends the connection before the next
     *     request. With {@code true} if it is surely gone; {@code false} if it has only said that
     *     it sends nothing more, which a few clients do that still wait for the answer
     */
    void watch(OnEnd onEnd) {
        var read = new CompletableFuture<byte[]>();
        synchronized (this) {
            if (ahead != null || source.available() > 0) {
                return; // the next request is there already
            }
            ahead = read;
        }
        Thread.startVirtualThread(() -> readAhead(read, onEnd));
    }

    /** Hears of the end of a connection. */
    interface OnEnd {
        void ended(boolean surely);
    }

    private void readAhead(CompletableFuture<byte[]> read, OnEnd onEnd) {
        try {
            read.complete(read());
        } catch (RuntimeException e) {
            boolean waited = isHandling();
            read.completeExceptionally(e);
            if (waited) {
                onEnd.ended(!(e instanceof InsufficientDataAvailableException));
            }
        }
    }

    private synchronized boolean isHandling() {
        return handling;
    }

    /** What comes next; called by the connection's own thread. */
    private byte[] next() {
        CompletableFuture<byte[]> begun;
        synchronized (this) {
            begun = ahead;
        }
        byte[] bytes = begun == null ? read() : await(begun);
        synchronized (this) {
            ahead = null;
            if ((requestNanos == 0 || uploadNanos != 0) && !handling) {
                requestNanos = System.nanoTime();
            }
        }
        return bytes;
    }

    private byte[] read() {
        source.ensureAvailable();
        return source.readBytes(source.available());
    }

    private static byte[] await(CompletableFuture<byte[]> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            // as the read itself would end: the server closes connections that have nothing to do
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted", e);
        }
    }

    @Override
    public void tick(long now) {
        long began = requestNanos;
        long upload = uploadNanos;
        if (began != 0
                && (now - began > REQUEST_LIMIT_NANOS
                        || (upload != 0 && now - upload > UPLOAD_LIMIT_NANOS))) {
            Thread.startVirtualThread(context.serverSocket()::close);
            requestNanos = 0;
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    /** The same connection with another reader. */
    private record Watched(ConnectionContext own, DataReader dataReader)
            implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return own.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return own.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return own.dataWriter();
        }

        @Override
        public Router router() {
            return own.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return own.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return own.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return own.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return own.localPeer();
        }

        @Override
        public boolean isSecure() {
            return own.isSecure();
        }

        @Override
        public String socketId() {
            return own.socketId();
        }

        @Override
        public String childSocketId() {
            return own.childSocketId();
        }
    }
}
