package io.zaaky.app.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * The event stream to one visitor. One thread writes the events; a shared ticker triggers
 * heartbeats while there is nothing to send, and ends a write that hangs. Nothing throws when the
 * visitor has gone.
 */
final class Viewer implements AutoCloseable, StreamTicker.Ticking {
    private static final long FIRST_HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a write may take: to the only reader of its answer, and to one of several. */
    private static final long WRITE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long WRITE_LIMIT_OF_SEVERAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * Pauses between the heartbeats that find out whether a client that has closed its sending side
     * still listens. If it does not, the first write succeeds, and the one after its reset fails.
     */
    private static final long[] PROBES_MILLIS = {0, 1, 2, 5, 20, 100, 500};

    private final EventSink sink;
    private final EventFrames frames;
    private final StreamTicker ticker;
    private final long heartbeatNanos;
    private final IntConsumer count;
    private final Runnable onGone;
    private final ReentrantLock lock = new ReentrantLock();

    private final WriteWatch watch = new WriteWatch(System::nanoTime, Thread::interrupt);

    private volatile long writeLimitNanos = WRITE_LIMIT_NANOS;
    private volatile boolean said; // whether anything has been written yet
    private volatile boolean gone;
    private boolean ended; // guarded by lock

    /**
     * @param frames numbered so that the next frame is the visitor's next
     * @param count receives 1 when the stream begins and -1 when it ends
     * @param onGone called once, by any thread, if the visitor goes before the end
     */
    Viewer(
            EventSink sink,
            EventFrames frames,
            StreamTicker ticker,
            long heartbeatNanos,
            IntConsumer count,
            Runnable onGone) {
        this.sink = sink;
        this.frames = frames;
        this.ticker = ticker;
        this.heartbeatNanos = heartbeatNanos;
        this.count = count;
        this.onGone = onGone;
    }

    /** Starts heartbeats and time limits, and watches for the visitor's departure. */
    void begin() {
        ticker.add(this);
        count.accept(1);
        Connection.current().watch(this::connectionEnded);
    }

    /** Sends a piece of text. */
    void piece(String piece) {
        lock.lock();
        try {
            if (!gone) {
                frames.token(piece);
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends an event other than a token. */
    void event(byte[] json) {
        lock.lock();
        try {
            if (!gone) {
                frames.event(json);
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The same, as the frame with that number. */
    void event(byte[] json, int number) {
        lock.lock();
        try {
            frames.skipTo(number);
            event(json);
        } finally {
            lock.unlock();
        }
    }

    boolean isGone() {
        return gone;
    }

    /**
     * Shortens the time limit for writes: other readers wait for what this visitor is sent first.
     */
    void hurry() {
        writeLimitNanos = WRITE_LIMIT_OF_SEVERAL_NANOS;
    }

    private void write() {
        watch.begin();
        said = true;
        try {
            sink.emit(frames);
        } catch (RuntimeException e) {
            // Helidon has several exceptions for a broken connection; none of them concerns the
            // answer.
            left();
        } finally {
            watch.end();
        }
    }

    private void left() {
        if (!gone && !ended) {
            gone = true;
            onGone.run();
        }
    }

    private void connectionEnded(boolean surely) {
        if (surely) {
            lock.lock();
            try {
                left();
            } finally {
                lock.unlock();
            }
            return;
        }
        for (long pause : PROBES_MILLIS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            if (gone || !heartbeat()) {
                return;
            }
        }
    }

    /** Called by the ticker, a few times a second. Does not block. */
    @Override
    public void tick(long now) {
        if (watch.isWriting()) {
            watch.interruptAfter(writeLimitNanos, now);
        } else if (!gone && watch.silence(now) >= silence()) {
            watch.restart(now);
            Thread.startVirtualThread(this::heartbeat);
        }
    }

    private long silence() {
        return said ? heartbeatNanos : Math.min(FIRST_HEARTBEAT_NANOS, heartbeatNanos);
    }

    /** Returns whether the stream goes on. */
    private boolean heartbeat() {
        if (!lock.tryLock()) {
            return true; // something is being sent
        }
        try {
            if (!gone && !ended) {
                frames.heartbeat();
                write();
            }
            return !gone && !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the response. Nothing is written after that. */
    @Override
    public void close() {
        ticker.remove(this);
        count.accept(-1);
        lock.lock();
        try {
            sink.close();
        } catch (RuntimeException e) {
            left(); // the connection broke before the end of the response
        } finally {
            ended = true;
            lock.unlock();
        }
    }
}
