package io.zaaky.app.plugin;

import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Retriever;
import java.util.List;

/**
 * The components of one chatbot.
 *
 * @param models the model and its fallbacks, in the order in which they are tried; at least one
 * @param recovery what {@code store} keeps
 * @param leases the uses of all these, which end with {@link #close}
 */
public record ChatbotParts(
        List<NamedModel> models,
        Retriever retriever,
        ConversationStore store,
        Recovery recovery,
        List<? extends Lease<?>> leases)
        implements AutoCloseable {

    /**
     * A model and the type that YAML names for it.
     *
     * @param provider the type
     * @param account the same for the same secrets, such as an API key, and without them; empty if
     *     there are none
     */
    public record NamedModel(String provider, String account, ChatModel model) {}

    public ChatbotParts {
        models = List.copyOf(models);
        leases = List.copyOf(leases);
    }

    /** Whether both are uses of the very same components. */
    public boolean areThoseOf(ChatbotParts other) {
        return models.equals(other.models)
                && retriever.equals(other.retriever)
                && store.equals(other.store);
    }

    /** Lets go of the components; those that nobody else uses are closed. */
    @Override
    public void close() {
        leases.forEach(Lease::close);
    }
}
