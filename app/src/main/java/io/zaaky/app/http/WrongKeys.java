package io.zaaky.app.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests with a key that does not fit. They are counted, told in the log at most once a minute,
 * and slowed down by address. A right key is never counted, so that nobody locks its owner out by
 * guessing.
 */
final class WrongKeys {
    private static final Logger LOG = System.getLogger(WrongKeys.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final RateLimits limits;
    private final HttpMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean told; // guarded by lock
    private long toldNanos; // guarded by lock
    private long untold; // guarded by lock

    WrongKeys(RateLimits limits, HttpMeters meters) {
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * Counts one.
     *
     * @param perMinute how many of one address are answered as usual
     * @return what to answer, if the address has sent too many
     */
    Optional<Refusal> count(String address, int perMinute) {
        meters.wrongKey();
        tell(address, System.nanoTime());
        Duration wait = limits.wrongKey(address, perMinute);
        if (wait.isZero()) {
            return Optional.empty();
        }
        meters.rateLimited(RateLimits.WRONG_KEYS);
        return Optional.of(
                Refusal.later(
                        ApiError.RATE_LIMITED,
                        "Too many requests with a wrong key. Please wait a moment.",
                        wait));
    }

    private void tell(String address, long now) {
        lock.lock();
        try {
            untold++;
            if (told && now - toldNanos < PAUSE_NANOS) {
                return;
            }
            LOG.log(
                    Level.WARNING,
                    "requests with a wrong key since the last such line: {0}; the latest came from"
                            + " {1}",
                    untold,
                    address);
            told = true;
            toldNanos = now;
            untold = 0;
        } finally {
            lock.unlock();
        }
    }
}
