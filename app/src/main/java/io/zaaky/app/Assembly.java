package io.zaaky.app;

import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.app.config.Problems;
import io.zaaky.app.config.PromptSecrets;
import io.zaaky.app.config.ReadableSecrets;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.plugin.Databases;
import io.zaaky.app.plugin.PluginCatalogue;
import io.zaaky.app.plugin.Plugins;
import io.zaaky.app.plugin.Shelf;
import io.zaaky.spi.DocumentIndex;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A configuration with all its components, made without any I/O: what {@code check} validates and
 * {@code serve} runs.
 *
 * @param shelf shared by this configuration and the one after a reload
 * @param parts by chatbot, in the configuration's order; closed by the code that runs them
 */
record Assembly(
        Configuration configuration,
        PluginCatalogue catalogue,
        Shelf shelf,
        Databases databases,
        Plugins plugins,
        Map<ChatbotNode, ChatbotParts> parts)
        implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Assembly.class.getName());
    private static final Duration LAST_USERS = Duration.ofSeconds(5);

    /**
     * Reads and makes everything. If there are any {@code problems} afterwards, the result can only
     * be closed.
     */
    static Assembly of(Options options, Problems problems) {
        Configuration configuration = read(options, problems);
        var catalogue = new PluginCatalogue(options.plugins(), configuration.allowedPlugins());
        Assembly assembly = make(options, configuration, catalogue, new Shelf());
        PromptSecrets.report(configuration, problems.secrets());
        return assembly;
    }

    /** The same for a server, which does not keep the nodes that everything was read from. */
    static Assembly toServe(Options options, Problems problems) {
        Assembly assembly = of(options, problems);
        return problems.isEmpty() ? assembly.withoutNodes() : assembly;
    }

    /** The same components without the nodes. */
    private Assembly withoutNodes() {
        Map<ChatbotNode, ChatbotParts> kept = new LinkedHashMap<>();
        parts.forEach((chatbot, made) -> kept.put(chatbot.withoutNode(), made));
        return new Assembly(
                configuration.withoutNodes(), catalogue, shelf, databases, plugins, kept);
    }

    /**
     * Reads the configuration again, with the plugins that are already loaded. If there are any
     * {@code problems} afterwards, call only {@link #discard} on the result.
     */
    Assembly again(Options options, Problems problems) {
        Assembly next = make(options, read(options, problems), catalogue, shelf);
        next.configuration().reportLost(configuration, problems);
        PromptSecrets.report(next.configuration(), problems.secrets());
        if (!next.configuration().allowedPlugins().isSameAs(configuration.allowedPlugins())) {
            LOG.log(Level.WARNING, "server.plugins has changed, which only a restart takes over");
        }
        return problems.isEmpty() ? next.withoutNodes() : next;
    }

    private static Configuration read(Options options, Problems problems) {
        return Configuration.read(options.config(), options.environment(), problems);
    }

    private static Assembly make(
            Options options, Configuration configuration, PluginCatalogue catalogue, Shelf shelf) {
        var databases = new Databases(configuration.dataSources().values(), options.data(), shelf);
        var plugins = new Plugins(catalogue, shelf, databases, options.data());
        var assembly =
                new Assembly(
                        configuration, catalogue, shelf, databases, plugins, new LinkedHashMap<>());
        boolean made = false;
        try {
            assembly.makeParts();
            made = true;
        } finally {
            if (!made) {
                assembly.discard();
            }
        }
        return assembly;
    }

    private void makeParts() {
        for (ChatbotNode chatbot : configuration.chatbots()) {
            plugins.parts(chatbot.settings().key(), chatbot.node())
                    .ifPresent(made -> parts.put(chatbot, made));
        }
        parts.forEach(Assembly::checkKnowledge);
        BudgetChecks.check(parts);
        configuration.reportUnread();
    }

    private static void checkKnowledge(ChatbotNode chatbot, ChatbotParts parts) {
        if (chatbot.settings().knowledge().hasSources()
                && !(parts.retriever() instanceof DocumentIndex)) {
            chatbot.node()
                    .child("retrieval")
                    .problem(
                            "provider",
                            "this provider searches elsewhere and holds no documents; remove"
                                    + " knowledge.sources");
        }
    }

    /** Warnings that are not problems, in sentences. */
    List<String> warnings(Options options, Problems problems) {
        return Stream.concat(
                        ReadableSecrets.in(options.config(), problems.secrets()).stream(),
                        PromptSecrets.warnings(configuration).stream())
                .toList();
    }

    /**
     * Releases all other chatbots.
     *
     * @param names {@code ORG/CHATBOT}
     */
    void keepOnly(Set<String> names) {
        parts.entrySet()
                .removeIf(
                        entry -> {
                            boolean other =
                                    !names.contains(entry.getKey().settings().key().toString());
                            if (other) {
                                entry.getValue().close();
                            }
                            return other;
                        });
    }

    /** Releases everything; components that an earlier configuration uses stay open. */
    void discard() {
        parts.values().forEach(ChatbotParts::close);
        release();
    }

    /** Releases everything that {@code parts} does not own. */
    void release() {
        plugins.close();
        databases.close();
    }

    /**
     * Releases everything that {@code parts} does not own, waits briefly for its last users, and
     * closes the plugins themselves.
     */
    @Override
    public void close() {
        release();
        try {
            if (!shelf.awaitEmpty(LAST_USERS)) {
                LOG.log(Level.INFO, "not everything is closed, but the time is over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catalogue.close();
    }
}
