package io.zaaky.app.chat;

import io.zaaky.spi.ConversationKey;

/**
 * An accepted question.
 *
 * @param conversation whose it is
 * @param text what the visitor typed; not blank, without U+0000
 * @param messageId of the answer to come; random, for whoever has it may read the answer's events
 * @param requestId for the log
 */
public record Question(
        ConversationKey conversation, String text, String messageId, String requestId) {}
