package io.zaaky.app.chat;

import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.plugin.Recovery;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ConversationArchive;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The stored conversations of one chatbot. Safe to call from many threads. */
public final class Transcript {
    private static final Logger LOG = System.getLogger(Transcript.class.getName());

    private final ChatbotSettings settings;
    private final ConversationStore store;
    private final Users users;
    private final Recovery recovery;
    private final Clock clock;
    private final Ids ids;
    private final LateSaves lateSaves;

    /**
     * @param users counts the users of the store
     */
    Transcript(
            ChatbotSettings settings,
            ConversationStore store,
            Users users,
            Recovery recovery,
            Clock clock,
            Ids ids,
            LateSaves lateSaves) {
        this.settings = settings;
        this.store = store;
        this.users = users;
        this.recovery = recovery;
        this.clock = clock;
        this.ids = ids;
        this.lateSaves = lateSaves;
    }

    /**
     * Writes the question, and the answer as running: both are durable when this returns.
     *
     * @return the messages before them, oldest first
     * @throws PluginException if nothing was written
     */
    List<StoredMessage> open(Question question) {
        recover();
        Instant now = now();
        var asked =
                new StoredMessage(
                        ids.message(settings.key()),
                        Role.USER,
                        question.text(),
                        MessageState.COMPLETE,
                        now,
                        Metadata.NONE);
        var answer =
                new StoredMessage(
                        question.messageId(),
                        Role.ASSISTANT,
                        "",
                        MessageState.RUNNING,
                        now,
                        Metadata.NONE);
        return store.append(
                question.conversation(),
                List.of(asked, answer),
                settings.conversations().history());
    }

    /**
     * Writes how an answer ended and what it cost: durable when this returns true. False if it
     * could not be written, in which case it is retried later, or if the conversation was deleted
     * in the meantime.
     */
    boolean close(
            Question question,
            String content,
            MessageState state,
            Metadata metadata,
            Charge charge) {
        var message =
                new StoredMessage(
                        question.messageId(), Role.ASSISTANT, content, state, now(), metadata);
        try {
            return store.update(question.conversation(), message, charge);
        } catch (PluginException e) {
            LOG.log(
                    Level.ERROR,
                    "request {0}: {1}: the answer could not be saved and is kept for later: {2}",
                    question.requestId(),
                    settings.key(),
                    e.getMessage());
            saveLater(question, message, charge);
            return false;
        }
    }

    private void saveLater(Question question, StoredMessage message, Charge charge) {
        if (!users.enter()) {
            throw new IllegalStateException("the answer's own use keeps the store open");
        }
        lateSaves.keep(
                new LateSaves.Unsaved(
                        store,
                        question.conversation(),
                        message,
                        charge,
                        question.requestId(),
                        users::leave));
    }

    /**
     * Marks the answers that an earlier process left running. Done once, before anything is read or
     * asked; retried until the store responds.
     */
    public void recover() {
        recovery.once(
                () -> {
                    int left = store.closeRunning(settings.key());
                    if (left > 0) {
                        LOG.log(
                                Level.INFO,
                                "{0}: {1} answers had been cut by a stop of the server",
                                settings.key(),
                                left);
                    }
                });
    }

    /**
     * Queries the store, to check that it is available.
     *
     * @throws io.zaaky.spi.PluginException if it is not
     */
    public void check() {
        var _ = recent(new ConversationKey(settings.key(), "check"), 1);
    }

    /** The last messages of a conversation, oldest first. */
    public List<StoredMessage> recent(ConversationKey conversation, int most) {
        recover();
        return store.recent(conversation, most);
    }

    /** A question and its answer, if they are stored. */
    public Optional<Recorded> find(ConversationKey conversation, String messageId) {
        recover();
        List<StoredMessage> both = store.upTo(conversation, messageId, 2);
        return both.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Recorded(
                                both.getFirst().content(),
                                both.getLast(),
                                Question.session(conversation)));
    }

    /** An answer of this chatbot with its question; empty if the message is not an answer. */
    public Optional<Asked> asked(String messageId) {
        recover();
        int most = settings.conversations().history() + 2;
        List<StoredMessage> all = store.upTo(settings.key(), messageId, most);
        return all.size() < 2 || all.getLast().role() != Role.ASSISTANT
                ? Optional.empty()
                : Optional.of(
                        new Asked(
                                all.subList(0, all.size() - 2),
                                all.get(all.size() - 2).content(),
                                all.getLast()));
    }

    /**
     * A stored question.
     *
     * @param before the messages before it, oldest first, as far as they count
     */
    public record Asked(List<StoredMessage> before, String question, StoredMessage answer) {}

    /**
     * What is stored about a question.
     *
     * @param session the session it belongs to; empty for a signed visitor's
     */
    public record Recorded(String question, StoredMessage answer, String session) {

        /** How it ended; empty if it is under way. */
        public Optional<Ending> ending() {
            Metadata metadata = answer.metadata();
            return switch (answer.state()) {
                case RUNNING -> Optional.empty();
                case INCOMPLETE, FAILED ->
                        Optional.of(new Ending.Failed(ErrorCode.of(metadata.errorCode())));
                case COMPLETE, STOPPED, LENGTH, REFUSED, CONTENT_FILTER ->
                        Optional.of(
                                new Ending.Completed(
                                        new Answer(
                                                answer.content(),
                                                metadata.sources(),
                                                metadata.contextQuality(),
                                                metadata.usage(),
                                                session,
                                                answer.id(),
                                                answer.state(),
                                                metadata.provider(),
                                                metadata.model(),
                                                true)));
            };
        }
    }

    /**
     * Stores a visitor's rating with an answer.
     *
     * @param feedback empty to withdraw the rating
     * @return false if there is no such answer in that conversation
     */
    public boolean rate(
            ConversationKey conversation, String messageId, Optional<Feedback> feedback) {
        recover();
        return store.rate(conversation, messageId, feedback);
    }

    /** The conversations, for administrators. */
    public ConversationArchive archive() {
        recover();
        return store.archive();
    }

    /**
     * Deletes a conversation by its id, for administrators; false if there is none.
     *
     * @param messageIds of its messages, whose text may wait to be saved
     */
    public boolean forget(String id, Set<String> messageIds) {
        boolean there = archive().delete(settings.key(), id);
        lateSaves.forget(each -> messageIds.contains(each.message().id()));
        return there;
    }

    /** What model calls have cost, for all chatbots that share this store. */
    public Ledger ledger() {
        recover();
        return store.ledger();
    }

    /** What may still be spent, for all chatbots that share this store. */
    public Budgets budgets() {
        recover();
        return store.budgets();
    }

    /** Identifies where the conversations are kept: equal for chatbots that share the place. */
    public Object place() {
        return recovery.place();
    }

    /** Deletes a conversation; false if there was none. */
    public boolean forget(ConversationKey conversation) {
        boolean there = store.delete(conversation);
        lateSaves.forget(each -> each.conversation().equals(conversation));
        return there;
    }

    /** Deletes the conversations older than the retention; returns how many. */
    int forgetOld() {
        Duration retention = settings.conversations().retention();
        return store.deleteBefore(settings.key(), clock.instant().minus(retention));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
