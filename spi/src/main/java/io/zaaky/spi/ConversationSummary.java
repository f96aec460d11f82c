package io.zaaky.spi;

import java.time.Instant;
import java.util.Map;

/**
 * A summary of a conversation.
 *
 * @param id the conversation's id, which reveals nothing about the visitor's session
 * @param startedAt when its first message was created
 * @param lastAt when its last message was created
 * @param questions how many messages the visitor sent
 * @param firstQuestion the beginning of the visitor's first message, at most 200 characters; empty
 *     if there is none
 * @param verdicts the number of answers by verdict; answers for which nothing was looked up are not
 *     counted
 * @param ratings the number of answers by rating
 * @param outcomes the number of answers by outcome
 * @param tokens the prompt and completion tokens of all answers
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
