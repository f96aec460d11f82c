package io.zaaky.conversation;

import io.zaaky.conversation.ConversationRows.Head;
import java.util.ArrayList;
import java.util.List;

/** Conversations whose messages are read at once. */
final class Batches {

    /** Of those of a usual length, a few megabytes with all that is known about answers. */
    private static final int MESSAGES = 500;

    private Batches() {}

    /** In their order; one that has more messages than a batch may have is one of its own. */
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
