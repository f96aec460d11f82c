package io.zaaky.app.chat;

import java.time.Duration;

/**
 * What decides when a model or a provider's server is not asked any more, and when a call may be
 * made again.
 *
 * @param window how many of the last calls are looked at
 * @param leastCalls how many there must be before anything is decided; as many connections in a row
 *     that a server did not take make it one that is not asked
 * @param failurePercent how many of a hundred must have failed for the breaker to open
 * @param firstPause how long it is not asked then
 * @param longestPause the pause doubles with each trial that fails, up to this
 * @param retryPercent how many second attempts a hundred first ones allow
 * @param retriesSaved how many second attempts can be saved up
 * @param atOnce a call that took longer to fail is not made again
 * @param longestRetryAfter a server that asks for a longer wait is not asked again
 * @param jitter a second attempt waits between nothing and this, beyond what the server asks for
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
     * @param opened how many times the breaker has opened since it was last closed, from 1
     */
    Duration pause(int opened) {
        Duration pause = firstPause;
        for (int i = 1; i < opened && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
