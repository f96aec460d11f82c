package io.zaaky.app.plugin;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Component;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one chatbot's components. Each component is always made, because only its plugin can tell
 * whether its settings are valid. Making it does no I/O; if the shelf already has the same one, the
 * new one is closed again.
 */
final class Making {
    private static final String STORE = "jdbc";

    private final ChatbotKey key;
    private final Plugins plugins;
    private final List<Lease<?>> leases = new ArrayList<>();

    Making(ChatbotKey key, Plugins plugins) {
        this.key = key;
        this.plugins = plugins;
    }

    /**
     * What to make.
     *
     * @param otherwise the plugin's type if the node names none; empty if the node must name one
     */
    private record Wanted<C extends Component>(
            PluginKind kind, Class<C> type, Settings node, Optional<String> otherwise) {}

    /** Makes the components; empty, with the problems reported, if one of them cannot be made. */
    Optional<ChatbotParts> parts(Settings node) {
        List<NamedModel> models = new ArrayList<>();
        boolean complete = model(node.child("llm"), models);
        for (Settings fallback : node.list("fallback")) {
            complete &= model(fallback, models);
        }
        Optional<Search> search = search(node.child("retrieval"));
        Settings conversations = node.child("conversations");
        ChatbotContext context = plugins.context(key);
        var wanted =
                new Wanted<>(
                        PluginKind.CONVERSATIONS,
                        ConversationStore.class,
                        conversations,
                        Optional.of(STORE));
        Optional<ConversationStore> store = component(wanted, context);
        if (!complete || search.isEmpty() || store.isEmpty()) {
            return Optional.empty();
        }
        Recovery recovery = recovery(conversations, context);
        return Optional.of(
                new ChatbotParts(
                        models,
                        search.get().retriever(),
                        search.get().embedding(),
                        store.get(),
                        recovery,
                        leases));
    }

    /** Lets go of everything made so far. */
    void discard() {
        leases.forEach(Lease::close);
    }

    private boolean model(Settings node, List<NamedModel> models) {
        var wanted = new Wanted<>(PluginKind.LLM, ChatModel.class, node, Optional.empty());
        Optional<ChatModel> model = component(wanted, plugins.context(key));
        model.ifPresent(
                made ->
                        models.add(
                                new NamedModel(
                                        node.text("provider"), Account.of(node.secrets()), made)));
        return model.isPresent();
    }

    private record Search(Retriever retriever, OrganisationEmbedding embedding) {}

    private Optional<Search> search(Settings node) {
        var embedding =
                new Wanted<>(
                        PluginKind.EMBEDDING,
                        EmbeddingModel.class,
                        node.child("embedding"),
                        Optional.of("onnx"));
        Optional<Lease<EmbeddingModel>> made =
                lease(embedding, List.of(), plugins.context(key)); // not per chatbot: all share it
        if (made.isEmpty()) {
            node.allowUnread();
            return Optional.empty();
        }
        plugins.uses(made.get());
        String source = Hash.of(embedding.node().fingerprint());
        Lease<OrganisationEmbedding> seen = ofOrganisation(made.get(), source);
        var wanted =
                new Wanted<>(PluginKind.RETRIEVAL, Retriever.class, node, Optional.of("lucene"));
        return component(wanted, plugins.context(key).with(seen))
                .map(retriever -> new Search(retriever, seen.value()));
    }

    /** Gets the same instance for all chatbots of an organisation that use the same model. */
    private Lease<OrganisationEmbedding> ofOrganisation(
            Lease<EmbeddingModel> embedding, String source) {
        Shelf shelf = plugins.shelf();
        Lease<SharedEmbedding> shared =
                shelf.lease(
                        new Shelf.Key<>(SharedEmbedding.class, List.of(embedding.identity())),
                        new SharedEmbedding(embedding.value(), SharedEmbedding.Waiting.USUAL),
                        _ -> {},
                        List.of(embedding.again().orElseThrow()));
        Lease<QuestionVectors> known =
                shelf.lease(
                        new Shelf.Key<>(QuestionVectors.class, List.of()),
                        new QuestionVectors(QuestionVectors.Limits.USUAL),
                        _ -> {},
                        List.of());
        Lease<OrganisationEmbedding> seen =
                shelf.lease(
                        new Shelf.Key<>(
                                OrganisationEmbedding.class, List.of(key.org(), shared.identity())),
                        new OrganisationEmbedding(key.org(), source, shared.value(), known.value()),
                        OrganisationEmbedding::close,
                        List.of(shared, known));
        leases.add(seen);
        return seen;
    }

    private <C extends Component> Optional<C> component(Wanted<C> wanted, ChatbotContext context) {
        return lease(wanted, List.of(key), context).map(Lease::value);
    }

    /**
     * @param scope the chatbot that it is made for; empty if it is shared
     */
    private <C extends Component> Optional<Lease<C>> lease(
            Wanted<C> wanted, List<ChatbotKey> scope, ChatbotContext context) {
        Optional<Lease<C>> lease = Optional.empty();
        try {
            lease =
                    plugins.catalogue()
                            .create(
                                    wanted.kind(),
                                    wanted.type(),
                                    wanted.node(),
                                    wanted.otherwise(),
                                    context)
                            .map(made -> shelve(wanted, scope, made, context.needs()));
            lease.ifPresent(leases::add);
        } finally {
            if (lease.isEmpty()) {
                context.needs().forEach(Lease::close);
            }
        }
        return lease;
    }

    private <C extends Component> Lease<C> shelve(
            Wanted<C> wanted, List<ChatbotKey> scope, C made, List<Lease<?>> needs) {
        List<Object> needed = needs.stream().map(Lease::identity).toList();
        var from = List.of(scope, wanted.node().fingerprint(), needed);
        var key = new Shelf.Key<>(wanted.type(), from);
        return plugins.shelf().lease(key, made, Component::close, needs);
    }

    /**
     * Two stores on the same database are one place, whatever else their settings say; other stores
     * are one place if their settings are equal.
     */
    private Recovery recovery(Settings node, ChatbotContext context) {
        List<String> databases =
                context.needs().stream().map(Lease::value).map(Making::address).toList();
        var place =
                List.of(
                        node.text("provider", STORE),
                        databases.isEmpty() ? List.of(node.fingerprint()) : databases);
        var from = List.of(key, place);
        Lease<Recovery> lease =
                plugins.shelf()
                        .lease(
                                new Shelf.Key<>(Recovery.class, from),
                                new Recovery(place),
                                _ -> {},
                                List.of());
        leases.add(lease);
        return lease.value();
    }

    private static String address(Object needed) {
        return needed instanceof Database database
                        && database.dataSource() instanceof HikariDataSource pool
                ? pool.getJdbcUrl()
                : String.valueOf(needed);
    }
}
