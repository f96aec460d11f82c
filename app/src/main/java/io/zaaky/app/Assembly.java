package io.zaaky.app;

import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.app.config.Problems;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.plugin.Databases;
import io.zaaky.app.plugin.PluginCatalogue;
import io.zaaky.app.plugin.Plugins;
import io.zaaky.spi.DocumentIndex;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration with all its components, made without any I/O: what {@code check} looks at and
 * {@code serve} runs.
 *
 * @param parts by chatbot, in the configuration's order
 */
record Assembly(
        Configuration configuration,
        PluginCatalogue catalogue,
        Databases databases,
        Plugins plugins,
        Map<ChatbotNode, ChatbotParts> parts)
        implements AutoCloseable {

    /**
     * Reads and makes everything. What is wrong is in {@code problems} afterwards; then the result
     * is good for closing only.
     */
    static Assembly of(Options options, Problems problems) {
        Configuration configuration =
                Configuration.read(options.config(), options.environment(), problems);
        var catalogue = new PluginCatalogue(options.plugins());
        var databases = new Databases(configuration.dataSources().values(), options.data());
        var plugins = new Plugins(catalogue, databases, options.data());
        Map<ChatbotNode, ChatbotParts> parts = new LinkedHashMap<>();
        for (ChatbotNode chatbot : configuration.chatbots()) {
            plugins.parts(chatbot.settings().key(), chatbot.node())
                    .ifPresent(made -> parts.put(chatbot, made));
        }
        parts.forEach(Assembly::checkKnowledge);
        configuration.reportUnread();
        return new Assembly(configuration, catalogue, databases, plugins, parts);
    }

    private static void checkKnowledge(ChatbotNode chatbot, ChatbotParts parts) {
        if (!chatbot.settings().knowledge().paths().isEmpty()
                && !(parts.retriever() instanceof DocumentIndex)) {
            chatbot.node()
                    .child("retrieval")
                    .problem(
                            "provider",
                            "this provider searches elsewhere and holds no documents; remove"
                                    + " knowledge.sources");
        }
    }

    /** Closes what {@code parts} does not own; the parts are closed by whoever runs them. */
    @Override
    public void close() {
        plugins.close();
        databases.close();
        catalogue.close();
    }
}
