package io.zaaky.app.http;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a write is under way and since when, and interrupts a write that hangs. The
 * interrupt never reaches beyond the write: a thread leaves {@link #end} only when no interrupt can
 * follow.
 *
 * <p>Writes of several threads follow one another; {@link #begin} and {@link #end} cost them a few
 * volatile accesses. One other thread checks the time.
 */
final class WriteWatch {
    private final LongSupplier nanos;
    private final Consumer<Thread> interrupt;
    private final Object deciding = new Object();

    private volatile long lastNanos; // when the last write began
    private volatile @Nullable Thread writer; // the thread in a write, if any
    private volatile boolean claimed; // the write is being, or was, interrupted

    /**
     * @param nanos {@link System#nanoTime}
     * @param interrupt {@link Thread#interrupt}
     */
    WriteWatch(LongSupplier nanos, Consumer<Thread> interrupt) {
        this.nanos = nanos;
        this.interrupt = interrupt;
        this.lastNanos = nanos.getAsLong();
    }

    /** Marks the start of a write by this thread. */
    void begin() {
        lastNanos = nanos.getAsLong(); // before the writer: whoever sees it sees its own time
        writer = Thread.currentThread();
    }

    /** Marks the end of this thread's write, and clears an interrupt meant for it. */
    void end() {
        writer = null;
        if (claimed) { // read after the writer was written: see interruptAfter
            synchronized (deciding) {
                if (claimed) {
                    claimed = false;
                    var _ = Thread.interrupted();
                }
            }
        }
    }

    boolean isWriting() {
        return writer != null;
    }

    /** How long ago the last write began. */
    long silence(long now) {
        return now - lastNanos;
    }

    /** Restarts the silence, as if a write began now. */
    void restart(long now) {
        lastNanos = now;
    }

    /**
     * Interrupts the current write, once, if it takes longer than the limit.
     *
     * <p>Claims the write first and then checks again. Either the writer's {@link #end} sees the
     * claim and waits for the decision, or this method sees that the write is over.
     */
    void interruptAfter(long limit, long now) {
        if (claimed || now - lastNanos <= limit) {
            return;
        }
        synchronized (deciding) {
            claimed = true;
            Thread writing = writer;
            if (writing != null && now - lastNanos > limit) {
                interrupt.accept(writing);
            } else {
                claimed = false;
            }
        }
    }
}
