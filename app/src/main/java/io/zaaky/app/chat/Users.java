package io.zaaky.app.chat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who uses something, its owner included, and closes it when the last one has gone. Safe to
 * call from many threads.
 */
final class Users {
    private final AtomicInteger count = new AtomicInteger(1); // the owner
    private final Runnable close;

    /**
     * @param close called once, by the thread of the last user
     */
    Users(Runnable close) {
        this.close = close;
    }

    /** Whether there is one more user now, who must {@link #leave}; false if it was too late. */
    boolean enter() {
        return count.getAndUpdate(users -> users == 0 ? 0 : users + 1) > 0;
    }

    void leave() {
        if (count.decrementAndGet() == 0) {
            boolean interrupted = Thread.interrupted(); // meant for the use, not for the closing
            try {
                close.run();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
