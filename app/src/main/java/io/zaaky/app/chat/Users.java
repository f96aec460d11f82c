package io.zaaky.app.chat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the users of something, including its owner, and closes it when the last one has left.
 * Safe to call from many threads.
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

    /** Adds a user, who must call {@link #leave}; false if it is already closed. */
    boolean enter() {
        return count.getAndUpdate(users -> users == 0 ? 0 : users + 1) > 0;
    }

    void leave() {
        if (count.decrementAndGet() == 0) {
            boolean interrupted = Thread.interrupted(); // meant for the work, not for closing
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
