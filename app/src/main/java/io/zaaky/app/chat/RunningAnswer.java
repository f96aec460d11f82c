package io.zaaky.app.chat;

import org.jspecify.annotations.Nullable;

/**
 * An answer that a thread is making, and the way to end it from another thread: the answer's thread
 * is interrupted, which closes whatever it waits for. The first cancellation counts; a cancellation
 * after the end does nothing.
 */
public final class RunningAnswer {
    /** Why an answer is ended early. */
    public enum Cancellation {
        /** The visitor has left and did not reconnect. */
        LEFT,
        /** The visitor stopped the answer. */
        STOPPED,
        /** The server stops. */
        SHUTDOWN
    }

    private final String messageId;
    private @Nullable Thread thread; // null once settled; guarded by this
    private @Nullable Cancellation cancellation; // guarded by this
    private boolean settled; // guarded by this
    private boolean shielded = true; // guarded by this

    /**
     * @param thread the thread that makes the answer
     */
    RunningAnswer(String messageId, Thread thread) {
        this.messageId = messageId;
        this.thread = thread;
    }

    public String messageId() {
        return messageId;
    }

    public synchronized void cancel(Cancellation why) {
        if (!settled && cancellation == null) {
            cancellation = why;
            if (!shielded) {
                interrupt();
            }
        }
    }

    /**
     * Keeps interrupts away while the thread writes to the visitor, because an interrupt would
     * close the visitor's connection. Initially shielded. Called by the answer's thread.
     */
    synchronized void shield() {
        shielded = true;
        if (cancellation != null) {
            var _ = Thread.interrupted();
        }
    }

    /**
     * Lets interrupts through again, including one that arrived in the meantime. Called by the
     * answer's thread.
     */
    synchronized void unshield() {
        shielded = false;
        if (cancellation != null) {
            interrupt();
        }
    }

    private void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * From here on the answer cannot be cancelled, and its thread is no longer interrupted. Called
     * by the answer's thread.
     *
     * @return why it was cancelled; null if it was not
     */
    synchronized @Nullable Cancellation settle() {
        settled = true;
        thread = null; // otherwise its memory would stay while the answer can be resumed
        if (cancellation != null) {
            var _ = Thread.interrupted();
        }
        return cancellation;
    }
}
