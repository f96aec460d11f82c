package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hands of one call's clocks. The calling thread moves them, a few plain writes per piece of
 * text; the {@link Watchdog} looks at them from its own thread and closes the socket when one has
 * run out or the caller has been interrupted. All times are nanoseconds since the call began.
 */
final class CallClock implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    /** Never either; and an interrupt is a matter of whoever takes the piece. */
    private static final long DELIVERING = NEVER - 1;

    /** Which of the clocks ran out. */
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

    /** From now on a cut closes this socket. */
    void cuts(Socket next) {
        socket = next;
        if (expired != null) {
            close(next);
        }
    }

    /** What is left for connecting. */
    Duration connectLeft() {
        return Duration.ofNanos(Math.max(0, connectBy - elapsed()));
    }

    void connected() {
        connectBy = NEVER;
    }

    /**
     * A piece is being handed out: the provider can't be blamed for how long that takes, and who
     * takes it may be interrupted for reasons of its own. An interrupt that is still there
     * afterwards is one of the call.
     */
    void delivering() {
        pieceBy = DELIVERING;
    }

    /** A piece has been handed out. */
    void delivered() {
        started = true;
        pieceBy = elapsed() + idle;
    }

    /** The answer is there: a little patience for what may follow it. */
    void finished(Duration patience) {
        started = true;
        pieceBy = elapsed() + Math.min(idle, patience.toNanos());
    }

    /** The clock that ran out, and for which the socket was closed. */
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
        long by = pieceBy; // read before the interrupt, which a delivery takes back before its end
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
                // it is closed all the same
            }
        }
    }
}
