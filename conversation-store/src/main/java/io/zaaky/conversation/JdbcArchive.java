package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.conversation.ConversationRows.Head;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Conversations for administrators. Long results are read in short transactions, each of which
 * continues where the previous one ended. No transaction waits for the consumer of the rows, so a
 * slow consumer never holds a connection, nor a snapshot for which SQLite has to keep its log.
 */
final class JdbcArchive implements ConversationArchive {

    /** How many heads of conversations one transaction reads. */
    private static final int STEP = 200;

    /** How many unanswered questions: a few megabytes at most. */
    private static final int QUESTIONS = 1000;

    private final Lanes lanes;
    private final ConversationRows rows;
    private final Conversations conversations;
    private final TextSearch search;

    JdbcArchive(Lanes lanes, Messages messages, Conversations conversations) {
        this.lanes = lanes;
        this.conversations = conversations;
        rows = new ConversationRows(messages);
        search = new TextSearch(lanes, rows);
    }

    @Override
    public Page list(ChatbotKey chatbot, Filter filter, Optional<Cursor> after, int limit) {
        return filter.text().isEmpty()
                ? lanes.reads()
                        .run(
                                Tenancy.of(chatbot),
                                tx -> {
                                    List<Head> heads =
                                            rows.heads(
                                                    tx,
                                                    ConversationQuery.newestFirst(
                                                            chatbot, filter, after, limit + 1));
                                    return page(tx, chatbot, heads, limit);
                                })
                : found(chatbot, search.list(chatbot, filter, after, limit));
    }

    /**
     * @param heads one more than fits on the page, if there is one
     */
    private Page page(DbTransaction transaction, ChatbotKey chatbot, List<Head> heads, int limit) {
        List<Head> shown = heads.subList(0, Math.min(limit, heads.size()));
        Optional<Cursor> next =
                heads.size() > limit ? Optional.of(shown.getLast().cursor()) : Optional.empty();
        return new Page(summaries(transaction, chatbot, shown), next);
    }

    private Page found(ChatbotKey chatbot, TextSearch.Found found) {
        return new Page(
                lanes.reads()
                        .run(
                                Tenancy.of(chatbot),
                                tx -> summaries(tx, chatbot, found.conversations())),
                found.next());
    }

    private List<ConversationSummary> summaries(
            DbTransaction transaction, ChatbotKey chatbot, List<Head> heads) {
        Map<String, Tally> tallies = rows.tallies(transaction, chatbot, heads);
        return heads.stream()
                .filter(head -> tallies.containsKey(head.id())) // else deleted in the meantime
                .map(head -> tallies.getOrDefault(head.id(), new Tally()).summary(head))
                .toList();
    }

    @Override
    public Optional<Conversation> find(ChatbotKey chatbot, String id) {
        return lanes.reads()
                .run(
                        Tenancy.of(chatbot),
                        tx -> {
                            List<Head> heads = rows.heads(tx, ConversationQuery.byId(chatbot, id));
                            return heads.isEmpty()
                                    ? Optional.empty()
                                    : whole(tx, chatbot, heads).stream().findFirst();
                        });
    }

    @Override
    public boolean delete(ChatbotKey chatbot, String id) {
        return lanes.writes()
                .run(Tenancy.of(chatbot), tx -> conversations.deleteById(tx, chatbot, id));
    }

    @Override
    public void export(ChatbotKey chatbot, Instant from, Instant to, Consumer<Conversation> out) {
        Cursor after = new Cursor(from, "");
        List<Head> heads;
        do {
            Cursor place = after;
            heads =
                    lanes.reads()
                            .run(
                                    Tenancy.of(chatbot),
                                    tx ->
                                            rows.heads(
                                                    tx,
                                                    ConversationQuery.oldestFirst(
                                                            chatbot, place, to, STEP)));
            for (List<Head> some : Batches.of(heads)) {
                lanes.reads().run(Tenancy.of(chatbot), tx -> whole(tx, chatbot, some)).forEach(out);
                after = some.getLast().cursor();
            }
        } while (heads.size() == STEP);
    }

    /** The complete conversations; those deleted in the meantime are omitted. */
    private List<Conversation> whole(
            DbTransaction transaction, ChatbotKey chatbot, List<Head> heads) {
        Map<String, List<Message>> messages = rows.messages(transaction, chatbot, heads);
        return heads.stream()
                .filter(head -> messages.containsKey(head.id()))
                .map(
                        head -> {
                            List<Message> its = messages.getOrDefault(head.id(), List.of());
                            return new Conversation(Tally.of(its).summary(head), its);
                        })
                .toList();
    }

    @Override
    public void unanswered(ChatbotKey chatbot, Instant from, Instant to, Consumer<Unanswered> out) {
        Cursor before = new Cursor(to, "");
        List<Unanswered> some;
        do {
            Cursor place = before;
            some =
                    lanes.reads()
                            .run(
                                    Tenancy.of(chatbot),
                                    tx -> rows.unanswered(tx, chatbot, from, place, QUESTIONS));
            for (Unanswered each : some) {
                out.accept(each);
                before = new Cursor(each.at(), each.messageId());
            }
        } while (some.size() == QUESTIONS);
    }
}
