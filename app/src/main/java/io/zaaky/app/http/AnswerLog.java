package io.zaaky.app.http;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has said so far, for readers who reconnect or join. It keeps the text and the end
 * of each piece, and rebuilds the frames for each reader. The answer's thread writes; many threads
 * may read.
 *
 * <p>Bounded: the log drops an answer that is too long, or that arrives when all logs together hold
 * too much. Its readers then get only its last event, which has the whole text.
 */
final class AnswerLog implements AutoCloseable {
    /** The maximum for one answer, in characters. */
    static final int MOST = 1 << 20;

    private static final int BYTES_OF_PIECE = 4;

    private final AtomicLong keptInAll;
    private final long mostInAll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final StringBuilder text = new StringBuilder();
    private int[] ends = new int[64];
    private int pieces;
    private boolean dropped;
    private byte @Nullable [] last;
    private boolean closed;
    private long kept;
    private int readers;

    /**
     * @param keptInAll approximate number of bytes that all answers keep
     */
    AnswerLog(AtomicLong keptInAll, long mostInAll) {
        this.keptInAll = keptInAll;
        this.mostInAll = mostInAll;
    }

    /** A frame to send: a piece of text, or an event's JSON. */
    sealed interface Frame {
        record Piece(String text) implements Frame {}

        /** The last event and its frame number. The bytes are never changed. */
        @SuppressWarnings("ArrayRecordComponent")
        record Last(byte[] json, int number) implements Frame {}
    }

    void piece(String piece) {
        lock.lock();
        try {
            pieces++;
            if (!dropped) {
                keep(piece);
            }
            if (readers > 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(String piece) {
        long more = (long) piece.length() + BYTES_OF_PIECE;
        kept += more;
        if (keptInAll.addAndGet(more) > mostInAll || text.length() + piece.length() > MOST) {
            drop();
            return;
        }
        if (pieces > ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        text.append(piece);
        ends[pieces - 1] = text.length();
    }

    private void drop() {
        dropped = true;
        keptInAll.addAndGet(-kept);
        kept = 0;
        text.setLength(0);
        text.trimToSize();
        ends = new int[0];
    }

    /** Stores the last event; nothing may follow it. */
    void last(byte[] json) {
        lock.lock();
        try {
            last = json;
            kept += json.length;
            keptInAll.addAndGet(json.length);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Marks the answer as ended, with or without a last event. What is kept can still be read. */
    void ended() {
        lock.lock();
        try {
            closed = true;
            if (!dropped) {
                text.trimToSize();
                ends = Arrays.copyOf(ends, pieces);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of frames. */
    int frames() {
        lock.lock();
        try {
            return pieces + (last == null ? 0 : 1);
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the frame after number {@code after}, and waits for it if necessary. Null if no more
     * frames follow or the reader has gone.
     *
     * @param gone checked after each {@link #wake}
     */
    @Nullable Frame next(int after, BooleanSupplier gone) throws InterruptedException {
        lock.lock();
        readers++;
        try {
            while (true) {
                if (gone.getAsBoolean()) {
                    return null;
                }
                if (!dropped && after < pieces) {
                    return new Frame.Piece(
                            text.substring(after == 0 ? 0 : ends[after - 1], ends[after]));
                }
                if (last != null) {
                    return after > pieces ? null : new Frame.Last(last, pieces + 1);
                }
                if (closed) {
                    return null;
                }
                changed.await();
            }
        } finally {
            readers--;
            lock.unlock();
        }
    }

    /**
     * Waits for the end of the answer.
     *
     * @param gone checked after each {@link #wake}; true ends the wait too
     */
    void awaitEnd(BooleanSupplier gone) throws InterruptedException {
        lock.lock();
        readers++;
        try {
            while (!closed && !gone.getAsBoolean()) {
                changed.await();
            }
        } finally {
            readers--;
            lock.unlock();
        }
    }

    /** Makes waiting readers check whether they have gone. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Frees what is kept. */
    @Override
    public void close() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }
}
