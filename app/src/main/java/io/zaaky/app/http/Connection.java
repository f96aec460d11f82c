package io.zaaky.app.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. It wraps Helidon's own connection, and all bytes read from the client
 * pass through here. This class therefore notices the end of the connection while an answer is
 * made, and closes the connection of a client that sends nothing, or no whole request in time.
 *
 * <p>While a {@link #watch watcher} reads ahead, the connection's own thread takes what the watcher
 * has read. Two threads never read at once.
 */
final class Connection implements ServerConnection, StreamTicker.Ticking {
    /** From the start of the connection to the first byte of its first request. */
    static final long FIRST_BYTE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** From the first byte of a request to its last. */
    static final long REQUEST_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(12);

    /** The same for an upload, while enough bytes arrive within the limits above and below. */
    private static final long UPLOAD_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** After the first limit, an upload gets the time that its bytes take at 1 KiB a second. */
    private static final long NANOS_FOR_A_BYTE = TimeUnit.SECONDS.toNanos(1) / 1024;

    /** How long a client whose request was refused may go on sending it. */
    private static final long LINGER_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The longest pause of such a client. */
    private static final long LINGER_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();

    private final ConnectionContext context;
    private final StreamTicker ticker;
    private final ConnectionLimit limit;
    private final InetAddress peer;
    private final ServerConnection http;
    private final DataReader source;

    private @Nullable CompletableFuture<byte[]> ahead; // guarded by this
    private boolean handling; // guarded by this: a request is being answered
    private volatile long silentNanos = now(); // silent since; 0 once the client has sent anything
    private volatile long requestNanos; // when the request began to arrive; 0 if none does
    private volatile long uploadNanos; // when an upload began; 0 if the request is none
    private volatile long uploadBytes; // written by the connection's own thread
    private boolean refused; // used by the connection's own thread
    private volatile long lingerNanos; // when it began to linger; 0 if it does not
    private volatile long pauseNanos; // while it lingers: when the client last sent something

    /**
     * @param http makes Helidon's own connection from the given context
     */
    Connection(
            ConnectionContext context,
            StreamTicker ticker,
            ConnectionLimit limit,
            Function<ConnectionContext, ServerConnection> http) {
        this.context = context;
        this.ticker = ticker;
        this.limit = limit;
        peer = peer(context);
        source = context.dataReader();
        this.http = http.apply(new Watched(context, DataReader.create(this::next)));
    }

    /** The connection of the request that this thread handles. */
    static Connection current() {
        return CURRENT.get();
    }

    /** Serves the connection to its end, if its address may open one more. */
    @Override
    public void handle(Limit requests) throws InterruptedException {
        if (!limit.admit(this)) {
            throw new CloseConnectionException("too many connections of this address");
        }
        ticker.add(this);
        try {
            ScopedValue.where(CURRENT, this)
                    .call(
                            () -> {
                                http.handle(requests);
                                return true;
                            });
        } finally {
            if (refused) {
                linger();
            }
            ticker.remove(this);
            limit.ended(this);
        }
    }

    /** The connection's remote end, which may be a proxy. */
    InetAddress peer() {
        return peer;
    }

    /** Must be called at the start: a closed socket no longer knows its peer. */
    private static InetAddress peer(ConnectionContext context) {
        if (context.remotePeer().address() instanceof InetSocketAddress address) {
            return address.getAddress();
        }
        throw new CloseConnectionException("closed before it was served");
    }

    /** Whether the client has sent nothing so far. */
    boolean isSilent() {
        return silentNanos != 0;
    }

    /** Closes the connection whatever its threads are doing; does not block. */
    void end() {
        Thread.startVirtualThread(context.serverSocket()::close);
    }

    /** Marks the request as an upload, which may take long if it neither stalls nor drips. */
    void uploading() {
        uploadBytes = 0;
        uploadNanos = now();
    }

    /** Marks the request as received: from here on the client has nothing to send. */
    void received() {
        synchronized (this) {
            handling = true;
        }
        requestNanos = 0;
        uploadNanos = 0;
    }

    /**
     * Marks the request as answered; the next one may arrive.
     *
     * @return whether the whole request had arrived
     */
    synchronized boolean answered() {
        boolean whole = handling;
        handling = false;
        return whole;
    }

    /**
     * Marks the request as refused before all of it has arrived. When the response was sent, what
     * the client still sends is read and discarded until the client ends the connection, pauses or
     * has had its time. Otherwise the bytes that nobody reads would reset the connection, and the
     * client could lose the response. Source: RFC 9112, section 9.6, but for the half-close, which
     * Helidon's socket does not offer.
     */
    void refused() {
        refused = true;
    }

    private void linger() {
        pauseNanos = now();
        lingerNanos = pauseNanos;
        try {
            while (true) {
                source.ensureAvailable();
                source.skip(source.available());
                pauseNanos = now();
            }
        } catch (RuntimeException e) {
            // the client has ended the connection, or tick has
        }
    }

    /**
     * Reads ahead on a separate thread, because a client sends nothing while it waits for its
     * answer.
     *
     * @param onEnd called by that thread, once, if the client ends the connection before the next
     *     request: with {@code true} if the client has certainly gone, with {@code false} if it has
     *     only closed its sending side, as a few clients do that still wait for the answer
     */
    void watch(OnEnd onEnd) {
        var read = new CompletableFuture<byte[]>();
        synchronized (this) {
            if (ahead != null || source.available() > 0) {
                return; // the next request has already arrived
            }
            ahead = read;
        }
        Thread.startVirtualThread(() -> readAhead(read, onEnd));
    }

    /** Listens for the end of a connection. */
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

    /** Returns the next bytes; called by the connection's own thread. */
    private byte[] next() {
        CompletableFuture<byte[]> begun;
        synchronized (this) {
            begun = ahead;
        }
        byte[] bytes = begun == null ? readOrEnd() : await(begun);
        synchronized (this) {
            ahead = null;
            silentNanos = 0;
            if ((requestNanos == 0 || uploadNanos != 0) && !handling) {
                requestNanos = now();
                uploadBytes = uploadBytes + bytes.length;
            }
        }
        return bytes;
    }

    private byte[] readOrEnd() {
        try {
            return read();
        } catch (InsufficientDataAvailableException e) {
            throw ended(e);
        }
    }

    /**
     * A client may leave at any byte. Helidon would treat that as a server fault and log a stack
     * trace.
     */
    private static CloseConnectionException ended(Throwable cause) {
        return new CloseConnectionException("the client has ended the connection", cause);
    }

    private byte[] read() {
        source.ensureAvailable();
        return source.readBytes(source.available());
    }

    private static byte[] await(CompletableFuture<byte[]> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case InsufficientDataAvailableException end -> ended(end);
                case RuntimeException known -> known;
                case null, default -> new IllegalStateException(e);
            };
        } catch (InterruptedException e) {
            // ends as the read itself would: the server closes idle connections
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted", e);
        }
    }

    @Override
    public void tick(long now) {
        if (isOver(silentNanos, FIRST_BYTE_LIMIT_NANOS, now)
                || isOver(requestNanos, REQUEST_LIMIT_NANOS, now)
                || (requestNanos != 0 && isOver(uploadNanos, uploadLimit(uploadBytes), now))
                || isOver(lingerNanos, LINGER_LIMIT_NANOS, now)
                || (lingerNanos != 0 && isOver(pauseNanos, LINGER_PAUSE_NANOS, now))) {
            end(); // first: if that fails, the next tick tries again
            silentNanos = 0;
            requestNanos = 0;
            lingerNanos = 0;
        }
    }

    private static boolean isOver(long since, long limit, long now) {
        return since != 0 && now - since > limit;
    }

    /** Never 0, which means that no time is set. */
    private static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }

    private static long uploadLimit(long bytes) {
        return Math.min(UPLOAD_LIMIT_NANOS, REQUEST_LIMIT_NANOS + bytes * NANOS_FOR_A_BYTE);
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
