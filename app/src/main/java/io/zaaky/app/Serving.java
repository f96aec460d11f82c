package io.zaaky.app;

import io.zaaky.app.admin.Callers;
import io.zaaky.app.admin.Changes;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Chatbots;
import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.config.QuotaSettings;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import io.zaaky.app.knowledge.KnowledgeSyncs.Source;
import io.zaaky.app.metrics.Meters;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.app.plugin.Shelf.Lease;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves the current configuration: owns its chatbots and the syncs of their documents. Used by one
 * thread at a time, except {@link #chatbots} and {@link #assembly}.
 */
final class Serving implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Serving.class.getName());

    private final Chatbot.Shared shared;
    private final Meters meters;
    private final KnowledgeSyncs syncs;
    private final Callers callers;
    private final Chatbots chatbots;
    private volatile Assembly assembly;

    /** Does no I/O. */
    Serving(
            Assembly first,
            Chatbot.Shared shared,
            Meters meters,
            KnowledgeSyncs syncs,
            Callers callers) {
        this.assembly = first;
        this.shared = shared;
        this.meters = meters;
        this.syncs = syncs;
        this.callers = callers;
        this.chatbots = new Chatbots(chatbots(first, Map.of()));
    }

    Chatbots chatbots() {
        return chatbots;
    }

    Assembly assembly() {
        return assembly;
    }

    /**
     * Prepares what the first questions need, and follows the documents.
     *
     * @return completes when all files have been tried once
     */
    CompletableFuture<Void> start() {
        recover(firstOfEachPlace());
        CompletableFuture<Void> first = follow();
        Assembly now = assembly;
        var _ = shared.threads().submit(() -> now.databases().warnOfPowerfulRoles());
        var _ =
                first.thenRun(
                        () -> {
                            recover(chatbots.all());
                            lookAtBudgets(chatbots.all());
                            warmUp(chatbots.all(), now.plugins().embeddings());
                            prepareSmallTalk(chatbots.all());
                        });
        return first;
    }

    /**
     * Replaces the configuration: questions that arrive from now on get its chatbots. Components
     * that answers under way still use are closed after the last of these answers. Chatbots that
     * would be rebuilt identically stay.
     *
     * @return the differences
     * @throws RuntimeException if a chatbot cannot be made; then nothing has changed
     */
    Changes replace(Assembly next) {
        Map<ChatbotKey, Chatbot> before = new LinkedHashMap<>();
        chatbots.all().forEach(chatbot -> before.put(chatbot.key(), chatbot));
        List<Chatbot> all = chatbots(next, before);
        Assembly old = assembly;
        List<Chatbot> gone = chatbots.replace(all);
        callers.replace(next.configuration()); // at once: the steps below may take time
        assembly = next;
        var first = follow();
        gone.forEach(Chatbot::close);
        List<Chatbot> fresh = all.stream().filter(each -> !before.containsValue(each)).toList();
        recover(fresh);
        lookAtBudgets(fresh);
        warmUp(fresh, unknown(next, old));
        prepareSmallTalk(fresh);
        old.release();
        tell(all, fresh, gone);
        var changes =
                Changes.of(
                        before.keySet(),
                        keys(all),
                        keys(fresh),
                        Changes.organisations(
                                old.configuration().organisations(),
                                next.configuration().organisations()));
        if (!first.isDone()) {
            var _ = first.thenRun(() -> LOG.log(Level.INFO, "the new documents have been tried"));
        }
        return changes;
    }

    private List<Chatbot> chatbots(Assembly from, Map<ChatbotKey, Chatbot> before) {
        List<Chatbot> all = new ArrayList<>();
        Map<ChatbotKey, List<String>> fresh = new HashMap<>();
        from.parts()
                .forEach(
                        (node, parts) -> {
                            Chatbot known = before.get(node.settings().key());
                            if (known != null && known.isLike(node.settings(), parts)) {
                                parts.close();
                                all.add(known);
                            } else {
                                fresh.put(node.settings().key(), providers(parts));
                                all.add(new Chatbot(node.settings(), parts, shared));
                            }
                        });
        meters.register(fresh);
        return all;
    }

    private static List<String> providers(ChatbotParts parts) {
        return parts.models().stream().map(NamedModel::provider).distinct().toList();
    }

    private CompletableFuture<Void> follow() {
        Map<String, QuotaSettings> quotas = new HashMap<>();
        for (Chatbot chatbot : chatbots.all()) {
            QuotaSettings quota = chatbot.settings().organisation().quota();
            if (quota.isLimited()) {
                quotas.put(chatbot.key().org(), quota);
            }
        }
        syncs.limit(quotas, assembly.configuration().server().minFreeDisk());
        return syncs.follow(sources());
    }

    private Map<ChatbotKey, Source> sources() {
        Map<ChatbotKey, Source> sources = new LinkedHashMap<>();
        for (Chatbot chatbot : chatbots.all()) {
            KnowledgeSettings knowledge = chatbot.settings().knowledge();
            if (chatbot.retriever() instanceof DocumentIndex index) {
                sources.put(chatbot.key(), new Source(index, knowledge));
            }
        }
        return sources;
    }

    private static List<Lease<EmbeddingModel>> unknown(Assembly next, Assembly old) {
        Set<EmbeddingModel> known = new HashSet<>();
        old.plugins().embeddings().forEach(lease -> known.add(lease.value()));
        return next.plugins().embeddings().stream()
                .filter(lease -> !known.contains(lease.value()))
                .toList();
    }

    /**
     * Loads in the background what the first question would have to wait for; at a start, after the
     * work that the start waits for. Failures are reported when they matter. A model for chatbots
     * without documents stays unloaded: it takes more memory than everything else.
     */
    private void warmUp(List<Chatbot> fresh, List<Lease<EmbeddingModel>> embeddings) {
        for (Lease<EmbeddingModel> embedding : embeddings) {
            var _ =
                    shared.threads()
                            .submit(
                                    () -> {
                                        EmbeddingModel model = embedding.value();
                                        if (fresh.stream().anyMatch(each -> needs(each, model))) {
                                            load(embedding);
                                        }
                                    });
        }
        var _ = shared.threads().submit(() -> shared.smallTalk().load());
    }

    /** Also false if that cannot be determined now, or the chatbot is closed. */
    private static boolean needs(Chatbot chatbot, EmbeddingModel model) {
        var needed = new AtomicBoolean();
        chatbot.whileOpen(
                () -> quietly(chatbot.key().toString(), () -> needed.set(chatbot.needs(model))));
        return needed.get();
    }

    /**
     * One chatbot for each store: the first recovery makes a store's tables, and nobody should have
     * to wait for that.
     */
    private Collection<Chatbot> firstOfEachPlace() {
        Map<Object, Chatbot> first = new LinkedHashMap<>();
        chatbots.all().forEach(each -> first.putIfAbsent(each.transcript().place(), each));
        return first.values();
    }

    /** Recovers in the background. A chatbot that is asked before its turn recovers by itself. */
    private void recover(Collection<Chatbot> fresh) {
        for (Chatbot chatbot : fresh) {
            var _ = shared.threads().submit(() -> chatbot.whileOpen(() -> recover(chatbot)));
        }
    }

    /** Runs in the background, after the work that a start waits for. */
    private void prepareSmallTalk(List<Chatbot> fresh) {
        for (Chatbot chatbot : fresh) {
            String name = chatbot.key().toString();
            var _ =
                    shared.threads()
                            .submit(
                                    () ->
                                            chatbot.whileOpen(
                                                    () ->
                                                            quietly(
                                                                    name,
                                                                    chatbot::prepareSmallTalk)));
        }
    }

    private static void recover(Chatbot chatbot) {
        quietly(chatbot.key().toString(), chatbot.transcript()::recover);
    }

    private static void lookAtBudgets(List<Chatbot> fresh) {
        fresh.forEach(Chatbot::lookAtBudgets);
    }

    private static void load(Lease<EmbeddingModel> embedding) {
        embedding
                .again()
                .ifPresent(
                        held -> {
                            try (held) {
                                quietly(held.value().model(), held.value()::check);
                            }
                        });
    }

    private static void quietly(String what, Runnable task) {
        try {
            task.run();
        } catch (PluginException e) {
            if (e.reason() != Reason.CANCELLED) {
                LOG.log(Level.WARNING, "{0}: {1}", what, e.getMessage());
            }
        }
    }

    private static void tell(List<Chatbot> all, List<Chatbot> fresh, List<Chatbot> gone) {
        Set<ChatbotKey> removed = keys(gone);
        removed.removeAll(keys(all));
        LOG.log(
                Level.INFO,
                "the configuration was read again: {0} chatbots; new or changed: {1}; removed: {2}",
                all.size(),
                keys(fresh),
                removed);
    }

    private static Set<ChatbotKey> keys(List<Chatbot> chatbots) {
        Set<ChatbotKey> keys = new LinkedHashSet<>();
        chatbots.forEach(chatbot -> keys.add(chatbot.key()));
        return keys;
    }

    /** Components that an answer still uses are closed when it has ended. */
    @Override
    public void close() {
        syncs.close();
        chatbots.close();
        assembly.close();
    }
}
