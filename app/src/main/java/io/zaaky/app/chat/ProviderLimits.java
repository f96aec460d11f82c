package io.zaaky.app.chat;

import java.time.Duration;

/**
 * Decides when a model or a provider's server is no longer asked, and when a call may be retried.
 *
 * @param window how many of the last calls are considered
 * @param leastCalls the fewest calls for a decision; after the same number of failed connections in
 *     a row, a server is no longer asked
 * @param failurePercent the percentage of failed calls that opens the breaker
 * @param firstPause the length of the first pause
 * @param longestPause the pause doubles with each failed trial, up to this
 * @param retryPercent how many retries a hundred first attempts allow
 * @param retriesSaved how many retries can be saved up
 * @param atOnce a call that took longer to fail is not retried
 * @param longestRetryAfter a server that asks for a longer wait is not asked again
 * @param jitter a retry waits a random time of up to this, beyond what the server asks for
 */
record ProviderLimits(
        int window,
        int leastCalls,
        int failurePercent,
        Duration firstPause,
        Duration longestPause,
        int retryPercent,
        int retriesSaved,
        Duration atOnce,
        Duration longestRetryAfter,
        Duration jitter) {

    static final ProviderLimits STANDARD =
            new ProviderLimits(
                    20,
                    10,
                    80,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    10,
                    10,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(250));

    /**
     * How long the server is not asked.
     *
     * @param opened how often the breaker has opened since it was last closed, from 1
     */
    Duration pause(int opened) {
        Duration pause = firstPause;
        for (int i = 1; i < opened && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
