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
 * @param embedding the model that {@code retriever} embeds with, as the chatbot's organisation sees
 *     it; it stays open as long as these leases
 * @param recovery the recovery state of the conversations in {@code store}
 * @param leases the uses of all these, which end with {@link #close}
 */
public record ChatbotParts(
        List<NamedModel> models,
        Retriever retriever,
        OrganisationEmbedding embedding,
        ConversationStore store,
        Recovery recovery,
        List<? extends Lease<?>> leases)
        implements AutoCloseable {

    /**
     * A model and the type that YAML names for it.
     *
     * @param provider the type
     * @param account equal for equal secrets, such as an API key, without containing them; empty if
     *     there are none
     */
    public record NamedModel(String provider, String account, ChatModel model) {}

    public ChatbotParts {
        models = List.copyOf(models);
        leases = List.copyOf(leases);
    }

    /** Whether both use the same component instances. */
    public boolean areThoseOf(ChatbotParts other) {
        return models.equals(other.models)
                && retriever.equals(other.retriever)
                && embedding.equals(other.embedding)
                && store.equals(other.store);
    }

    /** Lets go of the components; those that nobody else uses are closed. */
    @Override
    public void close() {
        leases.forEach(Lease::close);
    }
}
