package io.zaaky.app.plugin;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether one chatbot's conversations in one place have been recovered after an earlier process.
 * Shared by the configurations before and after a reload, because recovery must never touch the
 * answers of this process.
 */
public final class Recovery {
    private final ReentrantLock lock = new ReentrantLock();
    private final Object place;
    private volatile boolean done;

    /**
     * Initially not done.
     *
     * @param place where the conversations are; equal for chatbots that keep them in the same place
     */
    public Recovery(Object place) {
        this.place = place;
    }

    /** Where the conversations are. The value may contain secrets. */
    public Object place() {
        return place;
    }

    /** Runs {@code work} unless it has been done; if it throws, the next call tries again. */
    public void once(Runnable work) {
        if (done) {
            return;
        }
        lock.lock();
        try {
            if (!done) {
                work.run();
                done = true;
            }
        } finally {
            lock.unlock();
        }
    }
}
