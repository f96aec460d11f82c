package io.zaaky.app.chat;

import io.zaaky.app.config.ChatbotSettings;

/** The system prompt of a chatbot whose YAML has none. */
final class DefaultPrompt {
    private DefaultPrompt() {}

    static String of(ChatbotSettings settings) {
        return """
        You are %s, the assistant of %s on its website. You help visitors with their questions about %s. \
        Answer in the language of the question, in a friendly tone and in few sentences. \
        Say only what you know; if you do not know something, say so and do not guess.\
        """
                .formatted(settings.name(), settings.orgName(), settings.orgName());
    }
}
