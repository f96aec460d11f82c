package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores conversations. Every change is durable when its call returns. This interface holds what
 * answering a question needs; the rest is in {@link #archive}, {@link #ledger} and {@link
 * #budgets}.
 */
public interface ConversationStore extends Component {

    /**
     * Appends messages to a conversation, which is created if it does not exist. The messages
     * become visible together, in the given order, after all existing ones; a failed call adds
     * none. The order between two concurrent callers is undefined.
     *
     * @param history how many of the earlier messages to return, at least 0
     * @return the last {@code history} messages from before the append, oldest first
     */
    List<StoredMessage> append(ConversationKey key, List<StoredMessage> messages, int history);

    /**
     * Replaces content, state and metadata of the message with the same id in this conversation.
     * Its position and its feedback stay. In the same step, the calls of {@code charge} are entered
     * in the {@link Ledger} and its reservations end: the tokens that the calls used are spent, the
     * rest are free again. The charge is applied even if the message no longer exists, and only
     * once, however often the same charge is passed.
     *
     * @return false if the message does not exist (any more)
     */
    boolean update(ConversationKey key, StoredMessage message, Charge charge);

    /** The same without a charge. */
    default boolean update(ConversationKey key, StoredMessage message) {
        return update(key, message, Charge.NONE);
    }

    /**
     * Stores the visitor's feedback with an answer, replacing any earlier feedback.
     *
     * @param feedback empty to withdraw it
     * @return false if there is no such answer in this conversation
     */
    boolean rate(ConversationKey key, String messageId, Optional<Feedback> feedback);

    /** The last {@code limit} messages, oldest first; none for an unknown conversation. */
    List<StoredMessage> recent(ConversationKey key, int limit);

    /**
     * The message with this id and those before it, at most {@code limit} in all, oldest first;
     * none if the message is not in this conversation.
     */
    List<StoredMessage> upTo(ConversationKey key, String messageId, int limit);

    /** The same, for a message in any of the chatbot's conversations. */
    List<StoredMessage> upTo(ChatbotKey chatbot, String messageId, int limit);

    /** Deletes a conversation. Returns whether it existed. */
    boolean delete(ConversationKey key);

    /**
     * Deletes the chatbot's conversations whose last message is older than {@code limit}. Returns
     * how many.
     */
    int deleteBefore(ChatbotKey chatbot, Instant limit);

    /**
     * Closes the chatbot's answers that a dead process left {@link MessageState#RUNNING}. An answer
     * with text becomes {@link MessageState#INCOMPLETE}, one without becomes {@link
     * MessageState#FAILED}; the outcome is {@link Outcome#FAILED}. If no other process can be using
     * the database, the reservations of the dead process are freed as well. Called once, before the
     * first question.
     *
     * @return how many answers were closed
     */
    int closeRunning(ChatbotKey chatbot);

    /** The same conversations, for administrators. Usable until the store is closed. */
    ConversationArchive archive();

    /** What model calls have cost. Usable until the store is closed. */
    Ledger ledger();

    /** How much may still be spent. Usable until the store is closed. */
    Budgets budgets();
}
