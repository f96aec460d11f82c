package io.zaaky.llm.extractive;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;

/** Creates the chat model that works without a language model. */
public final class ExtractiveChatModelProvider implements ChatModelProvider {

    @Override
    public String type() {
        return "extractive";
    }

    @Override
    public ChatModel create(Settings settings, PluginContext context) {
        return new ExtractiveChatModel(ExtractiveSettings.from(settings));
    }
}
