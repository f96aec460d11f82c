package io.zaaky.app.http;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether several organisations' visitors are asking at this time. Safe to call from many
 * threads; of questions in the same moment one may be overlooked.
 */
final class Neighbours {
    /** A question is remembered for so long. */
    static final Duration LATELY = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private volatile @Nullable Asked last;
    private volatile @Nullable Asked other; // the last one of an organisation that is not last's

    private record Asked(String organisation, long nanos) {}

    /**
     * @param nanos the time, as of {@link System#nanoTime}
     */
    Neighbours(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A visitor of an organisation asks a question. */
    void asks(String organisation) {
        Asked before = last;
        if (before != null && !before.organisation().equals(organisation)) {
            other = before;
        }
        last = new Asked(organisation, nanos.getAsLong());
    }

    /** Whether another organisation's visitor has asked lately. */
    boolean besides(String organisation) {
        return isAnother(last, organisation) || isAnother(other, organisation);
    }

    private boolean isAnother(@Nullable Asked asked, String organisation) {
        return asked != null
                && !asked.organisation().equals(organisation)
                && nanos.getAsLong() - asked.nanos() < LATELY.toNanos();
    }
}
