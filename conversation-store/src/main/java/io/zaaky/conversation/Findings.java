package io.zaaky.conversation;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.util.Optional;

/**
 * The properties of a message that administrators can search for.
 *
 * @param outcome empty for a visitor's message and for an answer in progress
 * @param verdict empty in the same cases, and if nothing was looked up
 * @param unsure whether the message answers a question that the documents did not support well
 */
record Findings(Optional<Outcome> outcome, Optional<Verdict> verdict, boolean unsure) {

    static Findings of(StoredMessage message) {
        if (message.role() != Role.ASSISTANT) {
            return new Findings(Optional.empty(), Optional.empty(), false);
        }
        ContextQuality quality = message.metadata().contextQuality();
        Optional<Outcome> outcome = Outcome.of(message.state(), message.metadata().errorCode());
        if (outcome.isEmpty() || quality.equals(ContextQuality.NONE)) {
            return new Findings(outcome, Optional.empty(), false);
        }
        boolean unsure = quality.verdict() != Verdict.GOOD && quality.smallTalk().isEmpty();
        return new Findings(outcome, Optional.of(quality.verdict()), unsure);
    }

    /** See {@link Marks}. */
    int marks() {
        return outcome.map(Marks::of).orElse(0) | verdict.map(Marks::of).orElse(0);
    }
}
