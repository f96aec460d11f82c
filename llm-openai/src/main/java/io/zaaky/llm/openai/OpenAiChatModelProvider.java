package io.zaaky.llm.openai;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;

/** Chat with {@code provider: openai}. */
public final class OpenAiChatModelProvider implements ChatModelProvider {
    @Override
    public String type() {
        return "openai";
    }

    @Override
    public ChatModel create(Settings settings, PluginContext context) {
        return new OpenAiChatModel(OpenAiSettings.from(settings));
    }
}
