package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conversations of tests. */
final class Turns {
    private Turns() {}

    /** Question, answer, question and so on, oldest first. */
    static List<StoredMessage> said(String... texts) {
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            Role role = i % 2 == 0 ? Role.USER : Role.ASSISTANT;
            messages.add(
                    new StoredMessage(
                            "m" + i,
                            role,
                            texts[i],
                            MessageState.COMPLETE,
                            Instant.EPOCH,
                            Metadata.NONE));
        }
        return messages;
    }

    /** The same, but the last answer was given without a search. */
    static List<StoredMessage> endingWithSmallTalk(String... texts) {
        List<StoredMessage> messages = said(texts);
        StoredMessage last = messages.removeLast();
        var lookup = new Lookup(List.of(), List.of(), Verdict.NONE);
        messages.add(
                new StoredMessage(
                        last.id(),
                        last.role(),
                        last.content(),
                        last.state(),
                        last.createdAt(),
                        new Metadata(
                                List.of(),
                                ContextQuality.NONE,
                                Usage.NONE,
                                "",
                                "",
                                "",
                                Optional.of(lookup),
                                Timing.NONE)));
        return messages;
    }
}
