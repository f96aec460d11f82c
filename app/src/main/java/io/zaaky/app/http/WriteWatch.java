package io.zaaky.app.http;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a write is under way and since when, and interrupts one that hangs. The interrupt
 * never reaches beyond the write: a thread leaves {@link #end} only when none can follow.
 *
 * <p>Writes of several threads follow each other; {@link #begin} and {@link #end} cost them a few
 * volatile accesses. One other thread looks.
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

    /** This thread begins a write. */
    void begin() {
        lastNanos = nanos.getAsLong(); // before the writer: who sees it, sees its own time
        writer = Thread.currentThread();
    }

    /** The write that this thread began is over, and with it an interrupt that was for it. */
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

    /** Counts as a write that began now. */
    void restart(long now) {
        lastNanos = now;
    }

    /**
     * Interrupts the write that is under way, once, if it takes longer than that.
     *
     * <p>It claims the write first and looks again then. Either the writer's end sees the claim,
     * and waits until this is decided, or this sees that the write is over.
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
