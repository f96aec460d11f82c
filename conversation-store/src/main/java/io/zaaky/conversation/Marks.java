package io.zaaky.conversation;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;

/**
 * What some answer of a conversation has, as bits of one column, so that looking for a rare thing
 * reads one index. A bit may stay though no answer has it any more; whoever looks checks that.
 */
final class Marks {
    private Marks() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case GOOD -> 1;
            case WEAK -> 2;
            case NONE -> 4;
        };
    }

    static int of(Rating rating) {
        return switch (rating) {
            case UP -> 8;
            case DOWN -> 16;
        };
    }

    static int of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> 32;
            case STOPPED -> 64;
            case LENGTH -> 128;
            case REFUSED -> 256;
            case CONTENT_FILTER -> 512;
            case LEFT -> 1024;
            case FAILED -> 2048;
        };
    }
}
