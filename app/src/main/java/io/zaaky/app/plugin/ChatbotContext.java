package io.zaaky.app.plugin;

import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plugin gets to make one component. Records what that component needs. */
final class ChatbotContext implements PluginContext {
    private final ChatbotKey chatbot;
    private final Path dataDirectory;
    private final Databases databases;
    private final List<Lease<?>> needs = new ArrayList<>();
    private Optional<EmbeddingModel> model = Optional.empty();

    ChatbotContext(ChatbotKey chatbot, Path dataDirectory, Databases databases) {
        this.chatbot = chatbot;
        this.dataDirectory = dataDirectory;
        this.databases = databases;
    }

    /** Gives a retriever its embedding model. */
    ChatbotContext with(Lease<? extends EmbeddingModel> embedding) {
        model = Optional.of(embedding.value());
        needs.add(embedding.again().orElseThrow());
        return this;
    }

    /** What the component needs, as known so far. */
    List<Lease<?>> needs() {
        return List.copyOf(needs);
    }

    @Override
    public ChatbotKey chatbot() {
        return chatbot;
    }

    @Override
    public Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public Database database(Settings settings) {
        String name = settings.text("data-source", "main");
        Lease<Database> lease =
                databases
                        .lease(name)
                        .or(
                                () -> {
                                    settings.problem(
                                            "data-source",
                                            "no data source '"
                                                    + name
                                                    + "' in zaaky.yaml; there: "
                                                    + String.join(", ", databases.names()));
                                    return databases.lease("main");
                                })
                        .orElseThrow();
        needs.add(lease);
        return lease.value();
    }

    @Override
    public EmbeddingModel embedding() {
        return model.orElseThrow(
                () -> new IllegalStateException("only a retriever has an embedding model"));
    }
}
