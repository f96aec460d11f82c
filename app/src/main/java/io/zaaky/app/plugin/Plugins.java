package io.zaaky.app.plugin;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the components of all chatbots, and shares what can be shared: an embedding model is loaded
 * once for all chatbots that configure it alike.
 */
public final class Plugins implements AutoCloseable {
    private final PluginCatalogue catalogue;
    private final Databases databases;
    private final Path dataDirectory;
    private final Map<String, EmbeddingModel> embeddings = new LinkedHashMap<>();

    public Plugins(PluginCatalogue catalogue, Databases databases, Path dataDirectory) {
        this.catalogue = catalogue;
        this.databases = databases;
        this.dataDirectory = dataDirectory;
    }

    /**
     * The chatbot's components; empty, with the problems reported, if one of them can't be made.
     */
    public Optional<ChatbotParts> parts(ChatbotKey key, Settings node) {
        var context = new ChatbotContext(key, dataDirectory, databases, Optional.empty());
        List<NamedModel> models = new ArrayList<>();
        boolean complete = model(node.child("llm"), context, models);
        for (Settings fallback : node.list("fallback")) {
            complete &= model(fallback, context, models);
        }
        Optional<Retriever> retriever = retriever(key, node.child("retrieval"));
        Optional<ConversationStore> store =
                catalogue.create(
                        PluginKind.CONVERSATIONS,
                        ConversationStore.class,
                        node.child("conversations"),
                        Optional.of("jdbc"),
                        context);
        if (!complete || retriever.isEmpty() || store.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChatbotParts(models, retriever.get(), store.get()));
    }

    private boolean model(Settings node, ChatbotContext context, List<NamedModel> models) {
        Optional<ChatModel> model =
                catalogue.create(PluginKind.LLM, ChatModel.class, node, Optional.empty(), context);
        model.ifPresent(made -> models.add(new NamedModel(node.text("provider"), made)));
        return model.isPresent();
    }

    private Optional<Retriever> retriever(ChatbotKey key, Settings node) {
        Settings embedding = node.child("embedding");
        var context = new ChatbotContext(key, dataDirectory, databases, Optional.empty());
        Optional<EmbeddingModel> made =
                catalogue
                        .create(
                                PluginKind.EMBEDDING,
                                EmbeddingModel.class,
                                embedding,
                                Optional.of("onnx"),
                                context)
                        .map(model -> shared(embedding.fingerprint(), model));
        if (made.isEmpty()) {
            node.allowUnread();
            return Optional.empty();
        }
        return catalogue.create(
                PluginKind.RETRIEVAL,
                Retriever.class,
                node,
                Optional.of("lucene"),
                new ChatbotContext(key, dataDirectory, databases, made));
    }

    /**
     * Making a component does no I/O, so one that turns out to be a twin is simply closed again.
     */
    private EmbeddingModel shared(String fingerprint, EmbeddingModel made) {
        EmbeddingModel twin = embeddings.putIfAbsent(fingerprint, made);
        if (twin == null) {
            return made;
        }
        made.close();
        return twin;
    }

    /** The embedding models in use. */
    public List<EmbeddingModel> embeddings() {
        return List.copyOf(embeddings.values());
    }

    @Override
    public void close() {
        embeddings.values().forEach(EmbeddingModel::close);
    }
}
