package io.zaaky.app.chat;

import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
}
