package io.zaaky.conversation;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;

/**
 * The properties that some answer of a conversation has, as bits of one column, so that a search
 * for a rare property reads one index. A bit may stay set when no answer has the property any more,
 * so searches check the messages as well.
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
