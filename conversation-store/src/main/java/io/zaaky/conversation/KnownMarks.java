package io.zaaky.conversation;

import io.zaaky.spi.MessageState;
import io.zaaky.spi.StoredMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The marks that conversations had when their answers in progress began. Marks are never removed,
 * so an answer that adds no new mark needs no statement to set them. Marks unknown here cost that
 * statement and nothing else.
 */
final class KnownMarks {

    /** More than the number of answers in progress at once. */
    private static final int MOST = 10_000;

    private final Map<String, Integer> byAnswer = new ConcurrentHashMap<>();

    void begun(List<StoredMessage> messages, int marks) {
        if (byAnswer.size() > MOST) {
            byAnswer.clear();
        }
        for (StoredMessage message : messages) {
            if (message.state() == MessageState.RUNNING) {
                byAnswer.put(message.id(), marks);
            }
        }
    }

    boolean has(String answer, int marks) {
        return (byAnswer.getOrDefault(answer, 0) & marks) == marks;
    }

    void ended(String answer) {
        byAnswer.remove(answer);
    }
}
