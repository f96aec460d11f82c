package io.zaaky.llm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import java.util.List;

/** Converts our messages to LangChain4j's types. */
final class Messages {
    private Messages() {}

    static List<ChatMessage> of(Prompt prompt) {
        return prompt.messages().stream().map(Messages::of).toList();
    }

    private static ChatMessage of(PromptMessage message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text());
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> AiMessage.from(message.text());
        };
    }
}
