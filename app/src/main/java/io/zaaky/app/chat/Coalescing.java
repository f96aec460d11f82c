package io.zaaky.app.chat;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task in the background after a change. If changes arrive while it runs, it runs once more,
 * however many they are. Safe to call from many threads.
 */
final class Coalescing {
    private final Executor background;
    private final Runnable task;

    /** Changes that no later run has covered yet. */
    private final AtomicInteger changes = new AtomicInteger();

    /**
     * @param background may drop the task for good
     * @param task must not throw
     */
    Coalescing(Executor background, Runnable task) {
        this.background = background;
        this.task = task;
    }

    void changed() {
        if (changes.getAndIncrement() == 0) {
            background.execute(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = changes.get();
            task.run();
        } while (!changes.compareAndSet(seen, 0));
    }
}
