package io.zaaky.app.http;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has said so far, for those who come back or come along. Frames are kept as the
 * text and where its pieces end, and are built anew for each reader. The answer's thread writes;
 * many may read.
 *
 * <p>Bounded: an answer that is too long, or comes when too much is kept in all, is kept no more.
 * Its readers get its last event alone, which has the whole text.
 */
final class AnswerLog implements AutoCloseable {
    /** Of one answer, in characters. */
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
     * @param keptInAll bytes that all answers keep, about
     */
    AnswerLog(AtomicLong keptInAll, long mostInAll) {
        this.keptInAll = keptInAll;
        this.mostInAll = mostInAll;
    }

    /** A frame to be sent: a piece of text, or an event's JSON. */
    sealed interface Frame {
        record Piece(String text) implements Frame {}

        /** The last event, and the number of its frame. The bytes are never changed. */
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

    /** The last event; nothing may follow. */
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

    /** The answer has ended, with or without a last event. What is kept can still be read. */
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

    /** How many frames there are. */
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
     * The frame after number {@code after}, waiting for it if need be. Null when there is none any
     * more, or the reader has gone.
     *
     * @param gone asked after each {@link #wake}
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
     * Waits for the end.
     *
     * @param gone asked after each {@link #wake}; ends the waiting too
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

    /** Has waiting readers look whether they have gone. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what is kept. */
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
