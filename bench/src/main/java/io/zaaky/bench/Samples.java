package io.zaaky.bench;

import java.util.Arrays;

/** Measured values, in nanoseconds. Used by one thread. */
final class Samples {
    private long[] values;
    private int count;
    private boolean sorted;

    Samples(int expected) {
        values = new long[Math.max(16, expected)];
    }

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
        sorted = false;
    }

    int count() {
        return count;
    }

    /** The percentile for {@code share} (0 to 1), by the nearest rank; 0 if there are no values. */
    long percentile(double share) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        int rank = (int) Math.ceil(share * count);
        return values[Math.clamp(rank - 1, 0, count - 1)];
    }

    long max() {
        return percentile(1);
    }
}
