package io.zaaky.spi;

import java.time.Instant;
import java.util.List;

/** Keeps conversations. What a call has returned from survives the death of the process. */
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
     * place stays.
     *
     * @return false if it is not there (any more)
     */
    boolean update(ConversationKey key, StoredMessage message);

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
     * without. Called once, before the first question.
     *
     * @return how many there were
     */
    int closeRunning(ChatbotKey chatbot);
}
