package io.zaaky.app.http;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Time that goes on when a test says so; it has no date that could jump. */
final class Elapsed implements TimeMeter {
    private long nanos = -1_000_000_000_000L;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
        return nanos;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
