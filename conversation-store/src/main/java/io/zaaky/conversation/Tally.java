package io.zaaky.conversation;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the messages of one conversation. */
final class Tally {
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Rating, Integer> ratings = new EnumMap<>(Rating.class);
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private int questions;
    private long tokens;

    /**
     * Messages with the same properties.
     *
     * @param count how many
     * @param tokens the sum over all of them
     */
    record Alike(
            Role role,
            Optional<Outcome> outcome,
            Optional<Verdict> verdict,
            Optional<Rating> rating,
            int count,
            long tokens) {}

    static Tally of(List<Message> messages) {
        var tally = new Tally();
        for (Message each : messages) {
            var usage = each.message().metadata().usage();
            tally.add(
                    new Alike(
                            each.message().role(),
                            each.outcome(),
                            Findings.of(each.message()).verdict(),
                            each.feedback().map(Feedback::rating),
                            1,
                            (long) usage.promptTokens() + usage.completionTokens()));
        }
        return tally;
    }

    void add(Alike messages) {
        questions += messages.role() == Role.USER ? messages.count() : 0;
        tokens += messages.tokens();
        messages.verdict().ifPresent(it -> verdicts.merge(it, messages.count(), Integer::sum));
        messages.rating().ifPresent(it -> ratings.merge(it, messages.count(), Integer::sum));
        messages.outcome().ifPresent(it -> outcomes.merge(it, messages.count(), Integer::sum));
    }

    ConversationSummary summary(ConversationRows.Head head) {
        return new ConversationSummary(
                head.id(),
                head.startedAt(),
                head.lastAt(),
                questions,
                head.firstQuestion(),
                verdicts,
                ratings,
                outcomes,
                tokens);
    }
}
