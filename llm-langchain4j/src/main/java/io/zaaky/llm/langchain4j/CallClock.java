package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one call. The calling thread updates them with a few plain writes per piece of
 * text. The {@link Watchdog} checks them on its own thread, and closes the socket when a deadline
 * has passed or the caller has been interrupted. All times are nanoseconds since the call began.
 */
final class CallClock implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    /** Also never; in addition, interrupts are left to the code that receives the piece. */
    private static final long DELIVERING = NEVER - 1;

    /** The timeout that expired. */
    enum Limit {
        CONNECT("connect-timeout", "no connection"),
        FIRST_TOKEN("first-token-timeout", "no text"),
        IDLE("idle-timeout", "nothing more"),
        TOTAL("total-timeout", "no end");

        final String key;
        final String missing;

        Limit(String key, String missing) {
            this.key = key;
            this.missing = missing;
        }
    }

    private final Thread caller = Thread.currentThread();
    private final long start = System.nanoTime();
    private final Clocks clocks;
    private final long idle;
    private final long totalBy;
    private volatile long connectBy;
    private volatile long pieceBy;
    private volatile boolean started;
    private volatile @Nullable Socket socket;
    private volatile @Nullable Limit expired;

    CallClock(Clocks clocks) {
        this.clocks = clocks;
        idle = nanos(clocks.idle());
        totalBy = nanos(clocks.total());
        connectBy = nanos(clocks.connect());
        pieceBy = nanos(clocks.firstToken());
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0 ? NEVER : duration.toNanos();
    }

    /** From now on, cutting the call closes this socket. */
    void cuts(Socket next) {
        socket = next;
        if (expired != null) {
            close(next);
        }
    }

    /** The time left for connecting. */
    Duration connectLeft() {
        return Duration.ofNanos(Math.max(0, connectBy - elapsed()));
    }

    void connected() {
        connectBy = NEVER;
    }

    /**
     * Delivery of a piece begins. The time that the receiver takes does not count against the
     * provider, and the receiver may be interrupted for its own reasons. An interrupt that is still
     * set afterwards belongs to the call.
     */
    void delivering() {
        pieceBy = DELIVERING;
    }

    /** A piece has been delivered. */
    void delivered() {
        started = true;
        pieceBy = elapsed() + idle;
    }

    /** The answer is complete; waits only a little longer for what may follow. */
    void finished(Duration patience) {
        started = true;
        pieceBy = elapsed() + Math.min(idle, patience.toNanos());
    }

    /** The timeout that expired and for which the socket was closed. */
    @Nullable Limit expired() {
        return expired;
    }

    Duration allowed(Limit limit) {
        return switch (limit) {
            case CONNECT -> clocks.connect();
            case FIRST_TOKEN -> clocks.firstToken();
            case IDLE -> clocks.idle();
            case TOTAL -> clocks.total();
        };
    }

    /** Called by the watchdog. */
    void check() {
        long now = elapsed();
        long by = pieceBy; // read before the interrupt flag, which a delivery clears before its end
        if (now > totalBy) {
            expire(Limit.TOTAL);
        } else if (now > connectBy) {
            expire(Limit.CONNECT);
        } else if (now > by) {
            expire(started ? Limit.IDLE : Limit.FIRST_TOKEN);
        } else if (by != DELIVERING && caller.isInterrupted()) {
            close(socket);
        }
    }

    /** Closes the socket, whatever state it is in. */
    @Override
    public void close() {
        close(socket);
    }

    private void expire(Limit limit) {
        if (expired == null) {
            expired = limit;
        }
        close(socket);
    }

    private long elapsed() {
        return System.nanoTime() - start;
    }

    private static void close(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // the socket is closed all the same
            }
        }
    }
}
