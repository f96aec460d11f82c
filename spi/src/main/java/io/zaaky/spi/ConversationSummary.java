package io.zaaky.spi;

import java.time.Instant;
import java.util.Map;

/**
 * A conversation at a glance.
 *
 * @param id says nothing about the visitor's session
 * @param startedAt when its first message was made
 * @param lastAt when its last one was
 * @param questions how many messages of the visitor
 * @param firstQuestion the beginning of the first one, 200 characters at most; empty if there is
 *     none
 * @param verdicts how many answers have which; those for which nothing was looked up have none
 * @param ratings how many answers are rated which
 * @param outcomes how many answers ended how
 * @param tokens of all answers, prompt and completion
 */
public record ConversationSummary(
        String id,
        Instant startedAt,
        Instant lastAt,
        int questions,
        String firstQuestion,
        Map<ContextQuality.Verdict, Integer> verdicts,
        Map<Feedback.Rating, Integer> ratings,
        Map<Outcome, Integer> outcomes,
        long tokens) {

    public ConversationSummary {
        verdicts = Map.copyOf(verdicts);
        ratings = Map.copyOf(ratings);
        outcomes = Map.copyOf(outcomes);
    }
}
