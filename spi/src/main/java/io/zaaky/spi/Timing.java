package io.zaaky.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the steps of an answer took, each kept to the millisecond; empty for a step that was not
 * reached.
 *
 * @param retrieval the search for passages
 * @param firstToken from the question to the model's first piece of text
 * @param total from the question to the end of the answer
 */
public record Timing(
        Optional<Duration> retrieval, Optional<Duration> firstToken, Optional<Duration> total) {

    /** Nothing is known, as for answers in progress. */
    public static final Timing NONE =
            new Timing(Optional.empty(), Optional.empty(), Optional.empty());
}
