package io.zaaky.app.plugin;

import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.ConversationStoreProvider;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginProvider;
import io.zaaky.spi.RetrieverProvider;

/** The kinds of plugins. */
public enum PluginKind {
    LLM("llm", ChatModelProvider.class),
    EMBEDDING("embedding", EmbeddingModelProvider.class),
    RETRIEVAL("retrieval", RetrieverProvider.class),
    CONVERSATIONS("conversations", ConversationStoreProvider.class);

    private final String yaml;
    private final Class<? extends PluginProvider<?>> provider;

    PluginKind(String yaml, Class<? extends PluginProvider<?>> provider) {
        this.yaml = yaml;
        this.provider = provider;
    }

    /** The YAML node that names it. */
    String yaml() {
        return yaml;
    }

    Class<? extends PluginProvider<?>> provider() {
        return provider;
    }
}
