package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A chatbot's conversations, for its administrators. Each conversation has an id. The id cannot be
 * derived from the visitor's session, nor the session from the id. The id of another chatbot's
 * conversation is treated as unknown.
 *
 * <p>Long operations run in steps, so that no connection or lock of the database is held while the
 * caller works. They never show half of a change, but conversations may appear or disappear between
 * two steps.
 */
public interface ConversationArchive {

    /**
     * The conversations that match {@code filter}, newest first by their first message. A page may
     * hold fewer than {@code limit} conversations, or none, and still have a {@link Page#next},
     * because a text search stops after a few seconds.
     *
     * @param after continue after this conversation, which may have been deleted; empty for the
     *     first page
     * @param limit at least 1
     */
    Page list(ChatbotKey chatbot, Filter filter, Optional<Cursor> after, int limit);

    /** The conversation with this id and all its messages. */
    Optional<Conversation> find(ChatbotKey chatbot, String id);

    /** Deletes a conversation. Returns whether it existed. Its calls stay in the ledger. */
    boolean delete(ChatbotKey chatbot, String id);

    /**
     * Passes all conversations that began in a range to {@code out}, oldest first. Memory use does
     * not depend on their number, but one conversation must fit into memory. If {@code out} throws,
     * the call ends with that exception.
     *
     * @param from the start of the range, inclusive
     * @param to the end of the range, exclusive
     */
    void export(ChatbotKey chatbot, Instant from, Instant to, Consumer<Conversation> out);

    /**
     * Passes the questions of a range that the documents did not answer well to {@code out}, newest
     * first. These are questions whose verdict was weak or none, except small talk, and questions
     * whose answer is rated down. Memory use does not depend on their number. If {@code out}
     * throws, the call ends with that exception.
     *
     * @param from the start of the range, inclusive; the time of the answer counts
     * @param to the end of the range, exclusive
     */
    void unanswered(ChatbotKey chatbot, Instant from, Instant to, Consumer<Unanswered> out);

    /**
     * What to look for. Each given part must hold for some answer of the conversation, but not all
     * parts need hold for the same answer.
     *
     * @param from only conversations that began at this instant or later
     * @param to only conversations that began before this instant
     * @param text must occur in one of the messages, ignoring case; empty matches every
     *     conversation
     */
    record Filter(
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<ContextQuality.Verdict> verdict,
            Optional<Feedback.Rating> rating,
            Optional<Outcome> outcome,
            String text) {

        /** Matches all conversations. */
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
     * One page of a list.
     *
     * @param next where the next page begins; empty if this is the last one
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
     * @param outcome how the answer ended; empty for a visitor's message and for an answer in
     *     progress
     * @param feedback the visitor's rating, if the message is an answer and was rated
     */
    record Message(StoredMessage message, Optional<Outcome> outcome, Optional<Feedback> feedback) {}

    /**
     * A question that was not answered well.
     *
     * @param conversation the conversation's id
     * @param messageId the answer's id
     * @param question the visitor's words
     * @param at when the answer began
     * @param verdict the verdict of the answer
     * @param isRatedDown whether the visitor rated the answer down
     */
    record Unanswered(
            String conversation,
            String messageId,
            String question,
            Instant at,
            ContextQuality.Verdict verdict,
            boolean isRatedDown) {}
}
