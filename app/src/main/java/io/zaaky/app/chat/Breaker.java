package io.zaaky.app.chat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns calls away from a model that fails most of them: for a pause first, and then all but one
 * call that tries it. Resilience4j counts and decides; here is what a call means to it. Safe to
 * call from many threads; nobody waits for a call.
 */
final class Breaker {
    private static final Logger LOG = System.getLogger(Breaker.class.getName());

    private final String name;
    private final CircuitBreaker breaker;
    private final ReentrantLock lock = new ReentrantLock();
    private long changes; // of the state; guarded by lock
    private volatile Duration pause = Duration.ZERO; // of the last opening; written under lock

    /**
     * @param name in messages for operators
     * @param clock must never be set back
     */
    Breaker(String name, ProviderLimits limits, Clock clock) {
        this.name = name;
        this.breaker =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .clock(clock)
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(limits.window())
                                .minimumNumberOfCalls(limits.leastCalls())
                                .failureRateThreshold(limits.failurePercent())
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .waitIntervalFunctionInOpenState(
                                        opened -> {
                                            pause = limits.pause(opened);
                                            return pause.toMillis();
                                        })
                                .build());
    }

    /** Lets a call through, which must be closed; or turns it away. */
    Optional<Call> admit() {
        lock.lock();
        try {
            State before = breaker.getState();
            boolean admitted = breaker.tryAcquirePermission();
            noteChange(before, "");
            return admitted
                    ? Optional.of(new Call(changes, breaker.getState() == State.HALF_OPEN))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What a call that is turned away fails with. */
    PluginException refusal() {
        return new PluginException(
                Reason.UNAVAILABLE,
                name
                        + ": not asked, as most of its last calls failed; "
                        + (state() == BreakerState.HALF_OPEN
                                ? "one call is trying it now"
                                : "it is tried again when "
                                        + pause.toSeconds()
                                        + " s have passed"));
    }

    BreakerState state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
        };
    }

    /** Called under the lock, after whatever may have changed the state. */
    private void noteChange(State before, String failure) {
        State now = breaker.getState();
        if (now == before) {
            return;
        }
        changes++;
        if (now == State.OPEN) {
            LOG.log(
                    Level.WARNING,
                    "{0}: not asked for {1} s, as most of its last calls failed; the last one: {2}",
                    name,
                    pause.toSeconds(),
                    failure);
        } else if (now == State.CLOSED) {
            LOG.log(Level.INFO, "{0}: answers again", name);
        }
    }

    /** A call that was let through. Belongs to the thread that makes it. */
    final class Call implements AutoCloseable {
        private final boolean trial;
        private long since;
        private boolean told;

        /**
         * @param since how many changes of state there had been; what a call tells after one more
         *     is old news
         */
        private Call(long since, boolean trial) {
            this.since = since;
            this.trial = trial;
        }

        /**
         * The first piece of text has come. A trial has succeeded with that, or all others would
         * wait for as long as an answer takes.
         */
        void spoke() {
            if (trial) {
                succeed();
            }
        }

        /** The answer has come to its end. */
        void ended() {
            succeed();
        }

        void failed(PluginException e) {
            switch (e.reason()) {
                case TIMED_OUT -> count(e);
                case UNAVAILABLE -> {
                    // It was not reached, or says itself that it can't. One that begins an
                    // answer and breaks it off is there, and the next answer may be whole.
                    if (e.retryAfter().isPresent()) {
                        count(e);
                    }
                }
                // The server answers, though not this call: no failure, and all that a trial asks.
                case RATE_LIMITED, UNAUTHORIZED, REJECTED -> spoke();
                case CANCELLED, BROKEN -> {}
            }
        }

        private void count(PluginException e) {
            tell(() -> breaker.onError(0, TimeUnit.NANOSECONDS, e), String.valueOf(e.getMessage()));
        }

        private void succeed() {
            tell(() -> breaker.onSuccess(0, TimeUnit.NANOSECONDS), "");
        }

        /** A call that has told nothing counts for nothing; the next one may be the trial. */
        @Override
        public void close() {
            if (!told) {
                tell(breaker::releasePermission, "");
            }
        }

        private void tell(Runnable what, String failure) {
            told = true;
            lock.lock();
            try {
                if (since == changes) {
                    State before = breaker.getState();
                    what.run();
                    noteChange(before, failure);
                    since = changes;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
