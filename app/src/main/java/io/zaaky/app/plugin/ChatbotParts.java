package io.zaaky.app.plugin;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Retriever;
import java.util.List;

/**
 * The components of one chatbot.
 *
 * @param models the model and its fallbacks, in the order in which they are tried; at least one
 */
public record ChatbotParts(List<NamedModel> models, Retriever retriever, ConversationStore store)
        implements AutoCloseable {

    /**
     * A model and the type that YAML names for it.
     *
     * @param provider the type
     */
    public record NamedModel(String provider, ChatModel model) {}

    public ChatbotParts {
        models = List.copyOf(models);
    }

    @Override
    public void close() {
        models.forEach(named -> named.model().close());
        retriever.close();
        store.close();
    }
}
