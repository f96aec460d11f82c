package io.zaaky.conversation;

import io.zaaky.spi.Budgets;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Conversations in two tables. The row of a conversation counts its messages. An append writes this
 * row first: that gives the messages their positions and makes other appends to the same
 * conversation wait until the commit.
 */
final class JdbcConversationStore implements ConversationStore {

    /**
     * How many conversations one transaction deletes, so that questions get their turn in between.
     */
    private static final int DELETE_AT_ONCE = 200;

    private final Lanes lanes;
    private final Identity identity;
    private final Messages messages = new Messages();
    private final Conversations conversations = new Conversations();
    private final Ratings ratings = new Ratings();
    private final KnownMarks marks = new KnownMarks();
    private final JdbcArchive archive;
    private final JdbcLedger ledger;
    private final JdbcBudgets budgets;

    JdbcConversationStore(Lanes lanes, Identity identity) {
        this.lanes = lanes;
        this.identity = identity;
        archive = new JdbcArchive(lanes, messages, conversations);
        ledger = new JdbcLedger(lanes);
        budgets = new JdbcBudgets(lanes, identity);
    }

    @Override
    public List<StoredMessage> append(ConversationKey key, List<StoredMessage> added, int history) {
        if (added.isEmpty()) {
            return recent(key, history);
        }
        ChatbotKey chatbot = key.chatbot();
        String session = SessionHash.of(key);
        String id = identity.newId();
        Appended appended =
                lanes.writes()
                        .run(
                                Tenancy.of(key),
                                tx -> {
                                    Conversations.Place place =
                                            conversations.reserve(tx, chatbot, session, id, added);
                                    messages.insert(
                                            tx,
                                            chatbot,
                                            place.conversation(),
                                            place.before(),
                                            added);
                                    return new Appended(
                                            place.marks(),
                                            messages.last(
                                                    tx, chatbot, session, place.before(), history));
                                });
        marks.begun(added, appended.marks());
        return appended.history();
    }

    /**
     * What an append returns.
     *
     * @param marks the marks of the conversation
     */
    private record Appended(int marks, List<StoredMessage> history) {}

    @Override
    public boolean update(ConversationKey key, StoredMessage message, Charge charge) {
        ChatbotKey chatbot = key.chatbot();
        String session = SessionHash.of(key);
        int its = Findings.of(message).marks();
        boolean known = marks.has(message.id(), its);
        boolean there =
                lanes.writes()
                        .run(
                                Tenancy.of(key),
                                tx -> {
                                    if (!known) {
                                        conversations.mark(tx, chatbot, session, its);
                                    }
                                    boolean updated =
                                            messages.update(tx, chatbot, session, message);
                                    budgets.settle(
                                            tx, ledger.enter(tx, chatbot, message.id(), charge));
                                    return updated;
                                });
        budgets.ended(charge);
        marks.ended(message.id());
        return there;
    }

    @Override
    public boolean rate(ConversationKey key, String messageId, Optional<Feedback> feedback) {
        ChatbotKey chatbot = key.chatbot();
        String session = SessionHash.of(key);
        int its = feedback.map(given -> Marks.of(given.rating())).orElse(0);
        return lanes.writes()
                .run(
                        Tenancy.of(key),
                        tx -> {
                            conversations.mark(tx, chatbot, session, its);
                            return ratings.set(tx, chatbot, session, messageId, feedback);
                        });
    }

    @Override
    public List<StoredMessage> recent(ConversationKey key, int limit) {
        if (limit == 0) {
            return List.of();
        }
        String session = SessionHash.of(key);
        return lanes.reads()
                .run(
                        Tenancy.of(key),
                        tx -> messages.last(tx, key.chatbot(), session, Integer.MAX_VALUE, limit));
    }

    @Override
    public List<StoredMessage> upTo(ConversationKey key, String messageId, int limit) {
        String session = SessionHash.of(key);
        return lanes.reads()
                .run(
                        Tenancy.of(key),
                        tx -> messages.upTo(tx, key.chatbot(), session, messageId, limit));
    }

    @Override
    public List<StoredMessage> upTo(ChatbotKey chatbot, String messageId, int limit) {
        return lanes.reads()
                .run(Tenancy.of(chatbot), tx -> messages.upTo(tx, chatbot, messageId, limit));
    }

    @Override
    public boolean delete(ConversationKey key) {
        String session = SessionHash.of(key);
        return lanes.writes()
                .run(Tenancy.of(key), tx -> conversations.delete(tx, key.chatbot(), session));
    }

    @Override
    public int deleteBefore(ChatbotKey chatbot, Instant limit) {
        int deleted = 0;
        int some;
        do {
            some =
                    lanes.writes()
                            .run(
                                    Tenancy.of(chatbot),
                                    tx ->
                                            conversations.deleteBefore(
                                                    tx, chatbot, limit, DELETE_AT_ONCE));
            deleted += some;
        } while (some == DELETE_AT_ONCE);
        return deleted;
    }

    @Override
    public int closeRunning(ChatbotKey chatbot) {
        return lanes.writes()
                .run(
                        Tenancy.of(chatbot),
                        tx -> {
                            int closed = conversations.closeRunning(tx, chatbot);
                            budgets.recover(tx, chatbot);
                            return closed;
                        });
    }

    @Override
    public ConversationArchive archive() {
        return archive;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Budgets budgets() {
        return budgets;
    }

    @Override
    public void check() {
        boolean answers =
                lanes.reads()
                        .run(
                                Tenancy.NOBODY,
                                tx -> tx.query("SELECT 1 AS one").findFirst().isPresent());
        if (!answers) {
            throw new IllegalStateException("SELECT 1 gave no row");
        }
    }

    @Override
    public void close() {
        budgets.close();
        lanes.close();
    }
}
