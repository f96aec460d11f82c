package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A chatbot's conversations, for its administrators. They know a conversation by an id from which
 * the visitor's session can't be found, nor the other way round. Another chatbot's id is one that
 * is not there.
 *
 * <p>What takes long is done in steps, so that nothing of the database is held while the caller
 * works; it never shows half of a change, but conversations may come and go between two steps.
 */
public interface ConversationArchive {

    /**
     * Those that {@code filter} lets through, newest first by their first message. A page may have
     * fewer than {@code limit}, or none, and yet a {@link Page#next}: a search for a text looks for
     * a few seconds at most.
     *
     * @param after go on behind this one, which may be gone; empty for the first page
     * @param limit at least 1
     */
    Page list(ChatbotKey chatbot, Filter filter, Optional<Cursor> after, int limit);

    /** The conversation of that id with all its messages. */
    Optional<Conversation> find(ChatbotKey chatbot, String id);

    /** Forgets it. Returns whether it was there. The ledger keeps its counts. */
    boolean delete(ChatbotKey chatbot, String id);

    /**
     * Hands out all conversations that began in a range, oldest first, in constant memory however
     * many there are; one conversation must fit. What {@code out} throws ends the call.
     *
     * @param from the first instant that counts
     * @param to the first one that does not
     */
    void export(ChatbotKey chatbot, Instant from, Instant to, Consumer<Conversation> out);

    /**
     * Hands out the questions of a range that the documents did not answer well: the verdict was
     * weak or none and it was no small talk, or the answer is rated down. Newest first, in constant
     * memory. What {@code out} throws ends the call.
     *
     * @param from the first instant that counts; that of the answer
     * @param to the first one that does not
     */
    void unanswered(ChatbotKey chatbot, Instant from, Instant to, Consumer<Unanswered> out);

    /**
     * What to look for. Each part that is given must hold for some answer of the conversation, not
     * for the same one.
     *
     * @param from only those that began at this instant or later
     * @param to only those that began before
     * @param text must be in one of the messages, in upper or lower case; empty for any
     */
    record Filter(
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<ContextQuality.Verdict> verdict,
            Optional<Feedback.Rating> rating,
            Optional<Outcome> outcome,
            String text) {

        /** All of them. */
        public static final Filter ALL =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "");
    }

    /**
     * A part of a list.
     *
     * @param next where the following page begins; empty if this is the last one
     */
    record Page(List<ConversationSummary> conversations, Optional<Cursor> next) {
        public Page {
            conversations = List.copyOf(conversations);
        }
    }

    /** A conversation with its messages, oldest first. */
    record Conversation(ConversationSummary summary, List<Message> messages) {
        public Conversation {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message as administrators see it.
     *
     * @param outcome how it ended; empty for a visitor's message, and for an answer under way
     * @param feedback what the visitor thinks of it, if it is an answer
     */
    record Message(StoredMessage message, Optional<Outcome> outcome, Optional<Feedback> feedback) {}

    /**
     * A question that was not answered well.
     *
     * @param conversation the conversation's id
     * @param messageId the answer's id
     * @param question the visitor's words
     * @param at when the answer was begun
     * @param verdict of the answer
     * @param isRatedDown whether the visitor says so too
     */
    record Unanswered(
            String conversation,
            String messageId,
            String question,
            Instant at,
            ContextQuality.Verdict verdict,
            boolean isRatedDown) {}
}
