package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps conversations. What a call has returned from survives the death of the process. This is
 * what a question needs; the rest is in {@link #archive}, {@link #ledger} and {@link #budgets}.
 */
public interface ConversationStore extends Component {

    /**
     * Appends messages to a conversation, which is made if it is new. They become visible together,
     * in the given order, after everything that is there; a failed call leaves none. Order between
     * two callers is not defined.
     *
     * @param history how many of the messages that stood there before to return, at least 0
     * @return the last {@code history} messages that stood there before, oldest first
     */
    List<StoredMessage> append(ConversationKey key, List<StoredMessage> messages, int history);

    /**
     * Replaces content, state and metadata of the message with that id in that conversation. Its
     * place and its feedback stay. In the same step, the calls of {@code charge} go into the {@link
     * Ledger} and its reservations end: what the calls have used is spent, the rest is free again.
     * That happens though the message is not there any more, and once only, however often it is
     * written.
     *
     * @return false if the message is not there (any more)
     */
    boolean update(ConversationKey key, StoredMessage message, Charge charge);

    /** The same without any cost. */
    default boolean update(ConversationKey key, StoredMessage message) {
        return update(key, message, Charge.NONE);
    }

    /**
     * Keeps with an answer what the visitor thinks of it, in place of what was thought before.
     *
     * @param feedback empty to take it back
     * @return false if there is no such answer in that conversation
     */
    boolean rate(ConversationKey key, String messageId, Optional<Feedback> feedback);

    /** The last {@code limit} messages, oldest first; none for an unknown conversation. */
    List<StoredMessage> recent(ConversationKey key, int limit);

    /**
     * The message with that id and those before it, {@code limit} in all, oldest first; none if it
     * is not in that conversation.
     */
    List<StoredMessage> upTo(ConversationKey key, String messageId, int limit);

    /** The same, in whichever of the chatbot's conversations the message is. */
    List<StoredMessage> upTo(ChatbotKey chatbot, String messageId, int limit);

    /** Forgets a conversation. Returns whether it was there. */
    boolean delete(ConversationKey key);

    /**
     * Forgets the chatbot's conversations whose last message is older than {@code limit}; returns
     * how many.
     */
    int deleteBefore(ChatbotKey chatbot, Instant limit);

    /**
     * Marks the chatbot's answers that are still {@link MessageState#RUNNING}, as a process that
     * died leaves them: {@link MessageState#INCOMPLETE} with text, {@link MessageState#FAILED}
     * without; their outcome is {@link Outcome#FAILED}. Where no other process can be using the
     * database, what that process had reserved is free again as well. Called once, before the first
     * question.
     *
     * @return how many answers there were
     */
    int closeRunning(ChatbotKey chatbot);

    /** The same conversations, for administrators. Usable as long as the store is. */
    ConversationArchive archive();

    /** What calls of models have cost. Usable as long as the store is. */
    Ledger ledger();

    /** What may still be spent. Usable as long as the store is. */
    Budgets budgets();
}
