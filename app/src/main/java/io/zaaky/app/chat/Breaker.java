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
 * Rejects calls to a model that fails most of them: all calls during a pause, and then all but one
 * trial call. Resilience4j counts and decides; this class says what a call means to it. Safe to
 * call from many threads; nobody waits for a call.
 */
final class Breaker {
    private static final Logger LOG = System.getLogger(Breaker.class.getName());

    private final String name;
    private final CircuitBreaker breaker;
    private final ReentrantLock lock = new ReentrantLock();
    private long changes; // changes of the state so far; guarded by lock
    private volatile Duration pause = Duration.ZERO; // the latest one; written under lock

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

    /** Admits a call, which the caller must close, or rejects it. */
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

    /** The exception for a rejected call. */
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

    /** Called under the lock, after anything that may have changed the state. */
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

    /** An admitted call. Used only by the thread that makes it. */
    final class Call implements AutoCloseable {
        private final boolean trial;
        private long since;
        private boolean told;

        /**
         * @param since the number of state changes so far; after another change, this call's result
         *     is out of date
         */
        private Call(long since, boolean trial) {
            this.since = since;
            this.trial = trial;
        }

        /**
         * The first piece of text has arrived. A trial succeeds at this point; otherwise all other
         * calls would wait for as long as an answer takes.
         */
        void spoke() {
            if (trial) {
                succeed();
            }
        }

        /** The answer has ended. */
        void ended() {
            succeed();
        }

        void failed(PluginException e) {
            switch (e.reason()) {
                case TIMED_OUT -> count(e);
                case UNAVAILABLE -> {
                    // Counts only if the provider was not reached or says itself that it is
                    // unavailable. A provider that breaks off an answer is up, and its next answer
                    // may be complete.
                    if (e.retryAfter().isPresent()) {
                        count(e);
                    }
                }
                // The server responds, though not to this call: no failure, and enough for a trial.
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

        /** A call that reports nothing counts for nothing; the next one may be the trial. */
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
