package io.zaaky.app.http;

import io.zaaky.app.KnownKeys;
import io.zaaky.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which numbers, sizes and times a configuration can set, asked of the settings themselves. */
final class LimitKeys {
    /** Every part that reads settings of its own is in it. */
    private static final String ORG =
            """
            chatbots:
              extractive:
                llm: {provider: extractive}
                knowledge:
                  sources: [{path: .}, {url: 'http://example.org/'}, {sitemap: 'http://example.org/s.xml'}]
              openai:
                llm: {provider: openai, model: m}
                retrieval: {embedding: {provider: openai}}
              ollama:
                llm: {provider: ollama, model: m}
                retrieval: {embedding: {provider: ollama}}
            """;

    private static final Pattern OF_A_CHATBOT = Pattern.compile("chatbots\\.([a-z]+)\\.(.*)");

    /** By its name; one that is none unless it is set has no number for a default. */
    private static final Pattern LIMIT =
            Pattern.compile("(.*\\.)?((limits|quota)\\..*|budget\\.tokens-per-day)");

    private static final Pattern RANGE = Pattern.compile("-?\\d+(\\.\\d+)?–-?\\d+(\\.\\d+)?");

    private LimitKeys() {}

    /**
     * By their names in the reference; those that a provider reads are followed by its name: {@code
     * chatbots.ID.llm.max-tokens of ollama}.
     */
    static Set<String> all(Path empty) throws IOException {
        Set<String> names = new TreeSet<>();
        KnownKeys.byPath(empty, "data-sources: {main: {url: 'jdbc:sqlite:x.db'}}", ORG)
                .forEach(
                        (path, key) -> {
                            String name = name(path.replaceFirst("^orgs\\.acme\\.", ""));
                            if (isNumber(key) || LIMIT.matcher(name).matches()) {
                                names.add(name);
                            }
                        });
        return names;
    }

    private static boolean isNumber(Settings.Key key) {
        return key.otherwise() instanceof Number
                || key.otherwise() instanceof Duration
                || RANGE.matcher(key.range()).matches();
    }

    private static String name(String path) {
        Matcher own = OF_A_CHATBOT.matcher(path);
        if (!own.matches()) {
            return path;
        }
        String key = "chatbots.ID." + own.group(2);
        boolean providers =
                own.group(2).startsWith("llm.") || own.group(2).startsWith("retrieval.embedding.");
        return providers ? key + " of " + embedding(own.group(1), key) : key;
    }

    /** The chatbot whose model is ours has an embedding model of ours. */
    private static String embedding(String provider, String key) {
        return key.contains(".embedding.") && provider.equals("extractive") ? "onnx" : provider;
    }
}
