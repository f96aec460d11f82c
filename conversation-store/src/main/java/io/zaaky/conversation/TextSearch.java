package io.zaaky.conversation;

import io.zaaky.conversation.ConversationRows.Head;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Searches the texts of conversations, newest first. The comparison runs here and not in the
 * database, so that both databases find the same: SQLite knows upper and lower case only for ASCII,
 * and a pattern's special characters would have to be escaped.
 */
final class TextSearch {

    /** After this time, the caller gets the position reached and may continue from there. */
    private static final long MOST_NANOS = Duration.ofSeconds(4).toNanos();

    private static final int STEP = 200;

    private final Lanes lanes;
    private final ConversationRows rows;

    TextSearch(Lanes lanes, ConversationRows rows) {
        this.lanes = lanes;
        this.rows = rows;
    }

    /**
     * @param next where to continue; empty if all conversations were searched
     */
    record Found(List<Head> conversations, Optional<Cursor> next) {}

    Found list(ChatbotKey chatbot, Filter filter, Optional<Cursor> after, int limit) {
        long begin = System.nanoTime();
        List<Head> found = new ArrayList<>();
        Optional<Cursor> place = after;
        while (true) {
            List<Head> heads = heads(chatbot, filter, place);
            for (List<Head> some : Batches.of(heads)) {
                Map<String, List<String>> texts =
                        lanes.reads().run(Tenancy.of(chatbot), tx -> rows.texts(tx, chatbot, some));
                for (Head head : some) {
                    if (isIn(texts.getOrDefault(head.id(), List.of()), filter.text())) {
                        found.add(head);
                        if (found.size() == limit) {
                            return new Found(found, Optional.of(head.cursor()));
                        }
                    }
                }
                place = Optional.of(some.getLast().cursor());
                if (System.nanoTime() - begin > MOST_NANOS) {
                    return new Found(found, place);
                }
            }
            if (heads.size() < STEP) {
                return new Found(found, Optional.empty());
            }
        }
    }

    private List<Head> heads(ChatbotKey chatbot, Filter filter, Optional<Cursor> after) {
        return lanes.reads()
                .run(
                        Tenancy.of(chatbot),
                        tx ->
                                rows.heads(
                                        tx,
                                        ConversationQuery.newestFirst(
                                                chatbot, filter, after, STEP)));
    }

    private static boolean isIn(List<String> texts, String part) {
        return texts.stream().anyMatch(text -> contains(text, part));
    }

    /** Compares character by character, like {@link String#equalsIgnoreCase}. */
    static boolean contains(String text, String part) {
        char first = Character.toLowerCase(part.charAt(0));
        char upper = Character.toUpperCase(part.charAt(0));
        for (int i = 0; i <= text.length() - part.length(); i++) {
            char c = text.charAt(i);
            if ((c == first || c == upper || Character.toLowerCase(c) == first)
                    && text.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
