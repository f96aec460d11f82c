package io.zaaky.app.chat;

import io.zaaky.spi.ConversationKey;

/**
 * An accepted question.
 *
 * @param conversation the conversation it belongs to
 * @param text what the visitor typed; not blank, without U+0000
 * @param messageId of the answer to come; random, because anybody who knows it may read the
 *     answer's events
 * @param requestId for the log
 */
public record Question(
        ConversationKey conversation, String text, String messageId, String requestId) {

    /** The session to tell the client: the one that opens the conversation, if one does. */
    public String session() {
        return session(conversation);
    }

    /** Empty for a signed visitor's conversation, because the visitor's name is not a session. */
    public static String session(ConversationKey conversation) {
        return switch (conversation.owner()) {
            case SESSION -> conversation.session();
            case VISITOR -> "";
        };
    }
}
