package io.zaaky.spi;

import java.time.Instant;

/**
 * A visitor's feedback on an answer.
 *
 * @param comment the visitor's words; empty if there are none
 * @param at when it was given; kept to the millisecond
 */
public record Feedback(Rating rating, String comment, Instant at) {

    /** Thumbs up or down. */
    public enum Rating {
        UP,
        DOWN
    }
}
