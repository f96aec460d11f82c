package io.zaaky.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what another process does by itself. */
public final class Conditions {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private Conditions() {}

    /** Looks again and again until what it sees is as wanted, and returns that. */
    public static <T> T await(String what, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        T seen = look.get();
        while (!wanted.test(seen)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what + " did not come; last seen: " + seen);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = look.get();
        }
        return seen;
    }
}
