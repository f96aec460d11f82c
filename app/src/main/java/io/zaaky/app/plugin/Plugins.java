package io.zaaky.app.plugin;

import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the components of all chatbots of one configuration. A component that the shelf already
 * has, made from the same settings for the same chatbot, is reused; an embedding model is loaded
 * once for all chatbots that configure it alike.
 */
public final class Plugins implements AutoCloseable {
    private final PluginCatalogue catalogue;
    private final Shelf shelf;
    private final Databases databases;
    private final Path dataDirectory;
    private final Map<EmbeddingModel, Lease<EmbeddingModel>> embeddings = new LinkedHashMap<>();

    public Plugins(
            PluginCatalogue catalogue, Shelf shelf, Databases databases, Path dataDirectory) {
        this.catalogue = catalogue;
        this.shelf = shelf;
        this.databases = databases;
        this.dataDirectory = dataDirectory;
    }

    /**
     * The chatbot's components; empty, with the problems reported, if one of them cannot be made.
     */
    public Optional<ChatbotParts> parts(ChatbotKey key, Settings node) {
        var making = new Making(key, this);
        Optional<ChatbotParts> parts = Optional.empty();
        try {
            parts = making.parts(node);
        } finally {
            if (parts.isEmpty()) {
                making.discard();
            }
        }
        return parts;
    }

    PluginCatalogue catalogue() {
        return catalogue;
    }

    Shelf shelf() {
        return shelf;
    }

    ChatbotContext context(ChatbotKey key) {
        return new ChatbotContext(key, dataDirectory, databases);
    }

    /** Records that this configuration uses the embedding model. */
    void uses(Lease<EmbeddingModel> embedding) {
        embeddings.computeIfAbsent(embedding.value(), _ -> embedding.again().orElseThrow());
    }

    /** The embedding models in use, which are shared between chatbots. */
    public List<Lease<EmbeddingModel>> embeddings() {
        return List.copyOf(embeddings.values());
    }

    /** Components that a chatbot still uses stay open. */
    @Override
    public void close() {
        embeddings.values().forEach(Lease::close);
    }
}
