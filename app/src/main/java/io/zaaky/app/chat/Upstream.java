package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A provider's server, with what all chatbots that call it have learnt about it. Safe to call from
 * many threads.
 */
final class Upstream {
    private final Breaker breaker;
    private final RetryBudget budget;
    private final ProviderLimits limits;
    private final DoubleSupplier random;

    /**
     * @param name in messages for operators
     * @param random from 0 to 1
     */
    Upstream(String name, ProviderLimits limits, Clock clock, DoubleSupplier random) {
        this.breaker = new Breaker(name, limits, clock);
        this.budget = new RetryBudget(limits);
        this.limits = limits;
        this.random = random;
    }

    Breaker breaker() {
        return breaker;
    }

    /** A first attempt is made. */
    void firstAttempt() {
        budget.earn();
    }

    /**
     * How long to wait before a call that failed like this is made again; empty if it must not be.
     * The second attempt is paid for with that.
     */
    Optional<Duration> again(PluginException e) {
        return e.retryAfter()
                .filter(asked -> asked.compareTo(limits.longestRetryAfter()) <= 0)
                .filter(_ -> breaker.state() == BreakerState.CLOSED && budget.spend())
                .map(asked -> asked.plus(jitter()));
    }

    private Duration jitter() {
        return Duration.ofNanos((long) (limits.jitter().toNanos() * random.getAsDouble()));
    }
}
