package io.zaaky.app.plugin;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one chatbot's plugins are given.
 *
 * @param model the embedding model, for the retriever
 */
record ChatbotContext(
        ChatbotKey chatbot, Path dataDirectory, Databases databases, Optional<EmbeddingModel> model)
        implements PluginContext {

    @Override
    public Database database(Settings settings) {
        String name = settings.text("data-source", "main");
        return databases
                .find(name)
                .orElseGet(
                        () -> {
                            settings.problem(
                                    "data-source",
                                    "no data source '"
                                            + name
                                            + "' in zaaky.yaml; there: "
                                            + String.join(", ", databases.names()));
                            return databases.find("main").orElseThrow();
                        });
    }

    @Override
    public EmbeddingModel embedding() {
        return model.orElseThrow(
                () -> new IllegalStateException("only a retriever has an embedding model"));
    }
}
