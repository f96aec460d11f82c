package io.zaaky.app.chat;

import io.zaaky.app.config.LimitSettings;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many answers of one chatbot are made at once. As many again may wait for their turn, in the
 * order they came. Safe to use from many threads.
 */
public final class Slots {
    private final Semaphore free;
    private final int mostWaiting;
    private final Duration longestWait;
    private final AtomicInteger waiting = new AtomicInteger();

    Slots(LimitSettings limits) {
        free = new Semaphore(limits.parallelAnswers(), true);
        mostWaiting = limits.parallelAnswers();
        longestWait = limits.maxWait();
    }

    /**
     * Takes a slot, if one is free and nobody waits for it; {@link #giveBack} must follow then.
     *
     * @return whether it did
     */
    public boolean take() {
        if (waiting.get() > 0) {
            return false;
        }
        return free.tryAcquire();
    }

    /**
     * Takes a slot, waiting for it in line; {@link #giveBack} must follow then.
     *
     * @return whether it did: not if the line is full, or none became free in time
     */
    public boolean await() throws InterruptedException {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            return free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    public void giveBack() {
        free.release();
    }
}
