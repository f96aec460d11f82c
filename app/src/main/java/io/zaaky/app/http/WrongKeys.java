package io.zaaky.app.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts requests with a wrong key, logs them at most once a minute, and slows them down by
 * address. A right key is never counted, so nobody can lock its owner out by guessing.
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
     * Counts a wrong key.
     *
     * @param perMinute how many from one address get the usual response
     * @return the refusal to send if the address has sent too many
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
