package io.zaaky.conversation;

import io.zaaky.conversation.ConversationRows.Head;
import java.util.ArrayList;
import java.util.List;

/** Groups conversations into batches whose messages are read together. */
final class Batches {

    /** For messages of usual length, this is a few megabytes, including the metadata of answers. */
    private static final int MESSAGES = 500;

    private Batches() {}

    /**
     * Keeps the order. A conversation with more messages than a batch may have gets a batch of its
     * own.
     */
    static List<List<Head>> of(List<Head> heads) {
        List<List<Head>> batches = new ArrayList<>();
        List<Head> batch = new ArrayList<>();
        int messages = 0;
        for (Head head : heads) {
            if (!batch.isEmpty() && messages + head.messages() > MESSAGES) {
                batches.add(batch);
                batch = new ArrayList<>();
                messages = 0;
            }
            batch.add(head);
            messages += head.messages();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
