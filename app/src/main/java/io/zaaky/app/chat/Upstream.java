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
 * A model as one organisation calls it, with its key, at one server: what its calls have learnt,
 * and how often a call may be made again. Whether the server takes connections it shares with all
 * who use that server. Safe to call from many threads.
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

    /** Lets a call through, which must be closed; or turns it away. */
    Optional<Call> admit() {
        OptionalLong when = server.admit();
        return when.isEmpty()
                ? Optional.empty()
                : breaker.admit().map(call -> new Call(when.getAsLong(), call));
    }

    /** What a call that is turned away fails with. */
    PluginException refusal() {
        return server.refusal().orElseGet(breaker::refusal);
    }

    /** A first attempt is made. */
    void firstAttempt() {
        budget.earn();
    }

    /** A call that was let through. Belongs to the thread that makes it. */
    final class Call implements AutoCloseable {
        private final long admitted;
        private final Breaker.Call call;
        private final Instant start = clock.instant();

        private Call(long admitted, Breaker.Call call) {
            this.admitted = admitted;
            this.call = call;
        }

        /** The first piece of text has come. */
        void spoke() {
            server.connected(admitted);
            call.spoke();
        }

        /** The answer has come to its end. */
        void ended() {
            call.ended();
        }

        /** What the server answers, or does not, is this model's; a missing connection is all's. */
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
         * How long to wait before this call, which failed like that, is made again; empty if it
         * must not be. The second attempt is paid for with that. A call that took its time is not
         * made again: the visitor would wait that time twice.
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

        /** A call that has told nothing counts for nothing. */
        @Override
        public void close() {
            call.close();
        }
    }

    private Duration jitter() {
        return Duration.ofNanos((long) (limits.jitter().toNanos() * random.getAsDouble()));
    }
}
