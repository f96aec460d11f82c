package io.zaaky.app.http;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether visitors of several organisations are currently asking. Safe to call from many
 * threads; of simultaneous questions, one may be missed.
 */
final class Neighbours {
    /** How long a question is remembered. */
    static final Duration LATELY = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private volatile @Nullable Asked last;
    private volatile @Nullable Asked other; // the last of an organisation other than last's

    private record Asked(String organisation, long nanos) {}

    /**
     * @param nanos the time, as from {@link System#nanoTime}
     */
    Neighbours(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Records that a visitor of an organisation asks a question. */
    void asks(String organisation) {
        Asked before = last;
        if (before != null && !before.organisation().equals(organisation)) {
            other = before;
        }
        last = new Asked(organisation, nanos.getAsLong());
    }

    /** Whether a visitor of another organisation has asked recently. */
    boolean besides(String organisation) {
        return isAnother(last, organisation) || isAnother(other, organisation);
    }

    private boolean isAnother(@Nullable Asked asked, String organisation) {
        return asked != null
                && !asked.organisation().equals(organisation)
                && nanos.getAsLong() - asked.nanos() < LATELY.toNanos();
    }
}
