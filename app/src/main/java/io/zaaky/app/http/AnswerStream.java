package io.zaaky.app.http;

import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswer.Cancellation;
import io.zaaky.app.config.StreamingSettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The event stream of one answer. The answer's thread writes the events; a shared ticker has
 * heartbeats written while there is nothing to send, ends a write that hangs, and, when the visitor
 * has gone, cancels the answer once the grace is over. Nothing throws when the visitor has gone:
 * the answer goes on for whoever may come back.
 */
final class AnswerStream implements AutoCloseable {
    private static final long FIRST_HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WRITE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final EventSink sink;
    private final EventFrames frames;
    private final RunningAnswer running;
    private final StreamTicker ticker;
    private final long heartbeatNanos;
    private final long graceNanos;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile long lastWriteNanos = System.nanoTime();
    private volatile boolean said; // whether anything has been written yet
    private volatile boolean gone;
    private volatile long goneNanos;
    private volatile @Nullable Thread writer; // the thread in a write, if any
    private volatile boolean hung; // the write in progress was ended by the ticker
    private boolean ended; // guarded by lock

    AnswerStream(
            EventSink sink,
            RunningAnswer running,
            StreamingSettings settings,
            StreamTicker ticker) {
        this.sink = sink;
        this.frames = new EventFrames(running.messageId());
        this.running = running;
        this.ticker = ticker;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.graceNanos = settings.resumeGrace().toNanos();
        ticker.add(this);
    }

    /** Sends a piece of text. */
    void token(String piece) {
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

    /** Sends an event that is no token. */
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

    private void write() {
        writer = Thread.currentThread();
        lastWriteNanos = System.nanoTime();
        said = true;
        try {
            sink.emit(frames);
        } catch (RuntimeException e) {
            // Helidon has several exceptions for a connection that broke; none of them concerns the
            // answer.
            left();
        } finally {
            writer = null;
            if (hung) {
                hung = false;
                var _ = Thread.interrupted();
            }
        }
    }

    private void left() {
        goneNanos = System.nanoTime();
        gone = true;
        if (graceNanos == 0) {
            running.cancel(Cancellation.LEFT);
        }
    }

    /** Called by the ticker, a few times a second. Does not block. */
    void tick(long now) {
        Thread writing = writer;
        if (writing != null) {
            if (now - lastWriteNanos > WRITE_LIMIT_NANOS && !hung) {
                hung = true;
                writing.interrupt();
            }
        } else if (gone) {
            if (now - goneNanos >= graceNanos) {
                running.cancel(Cancellation.LEFT);
            }
        } else if (now - lastWriteNanos >= silence()) {
            lastWriteNanos = now;
            Thread.startVirtualThread(this::heartbeat);
        }
    }

    private long silence() {
        return said ? heartbeatNanos : Math.min(FIRST_HEARTBEAT_NANOS, heartbeatNanos);
    }

    private void heartbeat() {
        if (!lock.tryLock()) {
            return; // something is being sent
        }
        try {
            if (!gone && !ended) {
                frames.heartbeat();
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the response. After that nothing is written any more. */
    @Override
    public void close() {
        ticker.remove(this);
        lock.lock();
        try {
            ended = true;
            sink.close();
        } catch (RuntimeException e) {
            left(); // the connection broke before the end of the response
        } finally {
            lock.unlock();
        }
    }
}
