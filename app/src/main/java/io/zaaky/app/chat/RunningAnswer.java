package io.zaaky.app.chat;

import org.jspecify.annotations.Nullable;

/**
 * An answer that is being made by a thread, and the way to end it from another one: the thread is
 * interrupted, which closes whatever it waits for. The first cancellation counts; one that comes
 * after the end does nothing.
 */
public final class RunningAnswer {
    /** Why an answer is ended early. */
    public enum Cancellation {
        /** The visitor has gone and did not come back. */
        LEFT,
        /** The visitor wants no more of it. */
        STOPPED,
        /** The server stops. */
        SHUTDOWN
    }

    private final String messageId;
    private @Nullable Thread thread; // until it is settled; guarded by this
    private @Nullable Cancellation cancellation; // guarded by this
    private boolean settled; // guarded by this
    private boolean shielded = true; // guarded by this

    /**
     * @param thread the one that makes the answer
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
     * Keeps interrupts away while the thread writes to the visitor, whose connection an interrupt
     * would close. So it is from the beginning. Called by that thread.
     */
    synchronized void shield() {
        shielded = true;
        if (cancellation != null) {
            var _ = Thread.interrupted();
        }
    }

    /** Lets interrupts through again, the one that came meanwhile first. Called by that thread. */
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
     * From here on the answer can't be cancelled, and its thread is not interrupted any more.
     * Called by that thread.
     *
     * @return why it was cancelled; null if it was not
     */
    synchronized @Nullable Cancellation settle() {
        settled = true;
        thread = null; // what it holds would stay as long as the answer can be come back to
        if (cancellation != null) {
            var _ = Thread.interrupted();
        }
        return cancellation;
    }
}
