package io.zaaky.app.chat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps second attempts to a share of the first ones, so that a server in trouble does not get more
 * of it. Safe to call from many threads.
 */
final class RetryBudget {
    private static final int RETRY = 100; // per cent

    private final int earned;
    private final int most;
    private final AtomicInteger saved;

    /** With what the first call earns it is worth one second attempt. */
    RetryBudget(ProviderLimits limits) {
        earned = limits.retryPercent();
        most = limits.retriesSaved() * RETRY;
        saved = new AtomicInteger(RETRY - earned);
    }

    /** A first attempt is made. */
    void earn() {
        saved.updateAndGet(before -> Math.min(most, before + earned));
    }

    /** Whether a second attempt may be made, which is paid for then. */
    boolean spend() {
        int before = saved.getAndUpdate(has -> has < RETRY ? has : has - RETRY);
        return before >= RETRY;
    }
}
