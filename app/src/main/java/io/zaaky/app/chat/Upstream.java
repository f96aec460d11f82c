package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * A model as one organisation calls it, with its key, at one server. Holds the results of its
 * calls, and how often a call may be retried. Whether the server takes connections is shared by all
 * users of that server. Safe to call from many threads.
 */
final class Upstream {
    private final Reachability server;
    private final Breaker breaker;
    private final RetryBudget budget;
    private final ProviderLimits limits;
    private final Clock clock;
    private final DoubleSupplier random;

    /**
     * @param name in messages for operators
     * @param clock must never be set back
     * @param random from 0 to 1
     */
    Upstream(
            String name,
            Reachability server,
            ProviderLimits limits,
            Clock clock,
            DoubleSupplier random) {
        this.server = server;
        this.breaker = new Breaker(name, limits, clock);
        this.budget = new RetryBudget(limits);
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    BreakerState state() {
        return server.isDown() ? BreakerState.OPEN : breaker.state();
    }

    /** Admits a call, which the caller must close, or rejects it. */
    Optional<Call> admit() {
        OptionalLong when = server.admit();
        return when.isEmpty()
                ? Optional.empty()
                : breaker.admit().map(call -> new Call(when.getAsLong(), call));
    }

    /** The exception for a rejected call. */
    PluginException refusal() {
        return server.refusal().orElseGet(breaker::refusal);
    }

    /** Records a first attempt. */
    void firstAttempt() {
        budget.earn();
    }

    /** An admitted call. Used only by the thread that makes it. */
    final class Call implements AutoCloseable {
        private final long admitted;
        private final Breaker.Call call;
        private final Instant start = clock.instant();

        private Call(long admitted, Breaker.Call call) {
            this.admitted = admitted;
            this.call = call;
        }

        /** The first piece of text has arrived. */
        void spoke() {
            server.connected(admitted);
            call.spoke();
        }

        /** The answer has ended. */
        void ended() {
            call.ended();
        }

        /**
         * Records a failure. A missing connection counts for all users of the server; any other
         * failure counts only for this model.
         */
        void failed(PluginException e) {
            if (e.isUnreachable()) {
                server.refused(admitted, e);
                return;
            }
            switch (e.reason()) {
                case UNAVAILABLE, RATE_LIMITED, UNAUTHORIZED, REJECTED ->
                        server.connected(admitted);
                case TIMED_OUT, CANCELLED, BROKEN -> {} // perhaps there was no connection yet
            }
            call.failed(e);
        }

        /**
         * How long to wait before retrying this call, which failed with {@code e}; empty if it must
         * not be retried. The retry is deducted from the budget. A call that took long is not
         * retried: the visitor would wait that long twice.
         */
        Optional<Duration> again(PluginException e) {
            Duration taken = Duration.between(start, clock.instant());
            return e.retryAfter()
                    .filter(_ -> e.reason() != Reason.TIMED_OUT)
                    .filter(_ -> taken.compareTo(limits.atOnce()) <= 0)
                    .filter(asked -> asked.compareTo(limits.longestRetryAfter()) <= 0)
                    .filter(_ -> state() == BreakerState.CLOSED && budget.spend())
                    .map(asked -> asked.plus(jitter()));
        }

        /** A call that reports nothing counts for nothing. */
        @Override
        public void close() {
            call.close();
        }
    }

    private Duration jitter() {
        return Duration.ofNanos((long) (limits.jitter().toNanos() * random.getAsDouble()));
    }
}
