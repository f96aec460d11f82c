package io.zaaky.app.chat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits retries to a share of the first attempts, so that a server in trouble does not get more
 * load. Safe to call from many threads.
 */
final class RetryBudget {
    private static final int RETRY = 100; // per cent

    private final int earned;
    private final int most;
    private final AtomicInteger saved;

    /** Starts with enough that, with the first call's share, one retry is possible. */
    RetryBudget(ProviderLimits limits) {
        earned = limits.retryPercent();
        most = limits.retriesSaved() * RETRY;
        saved = new AtomicInteger(RETRY - earned);
    }

    /** Adds the share of a first attempt. */
    void earn() {
        saved.updateAndGet(before -> Math.min(most, before + earned));
    }

    /** Whether a retry may be made; if so, it is deducted. */
    boolean spend() {
        int before = saved.getAndUpdate(has -> has < RETRY ? has : has - RETRY);
        return before >= RETRY;
    }
}
