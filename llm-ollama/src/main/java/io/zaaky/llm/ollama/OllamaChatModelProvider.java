package io.zaaky.llm.ollama;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;

/** Chat with {@code provider: ollama}. */
public final class OllamaChatModelProvider implements ChatModelProvider {
    @Override
    public String type() {
        return "ollama";
    }

    @Override
    public ChatModel create(Settings settings, PluginContext context) {
        return new OllamaChatModel(OllamaSettings.from(settings), new CutPrompts());
    }
}
