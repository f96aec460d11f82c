package io.zaaky.app.chat;

import io.zaaky.app.config.LimitSettings;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many answers of one chatbot are made at once. The same number may wait for a slot, in
 * order of arrival. Safe to use from many threads.
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
     * Takes a slot if one is free and nobody waits for one; the caller must then call {@link
     * #giveBack} later.
     *
     * @return whether it took one
     */
    public boolean take() {
        if (waiting.get() > 0) {
            return false;
        }
        return free.tryAcquire();
    }

    /**
     * Takes a slot, waiting in line for it; the caller must then call {@link #giveBack} later.
     *
     * @return whether it took one; false if the line is full, or no slot became free in time
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
