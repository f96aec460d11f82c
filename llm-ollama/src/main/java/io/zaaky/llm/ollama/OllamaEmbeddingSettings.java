package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.EmbeddingSettings;
import io.zaaky.spi.Settings;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The YAML settings of an embedding model.
 *
 * @param keepAlive how many seconds the model stays loaded; negative: for ever; empty: as the
 *     daemon is configured
 */
record OllamaEmbeddingSettings(EmbeddingSettings common, OptionalInt keepAlive) {
    /** Not measured here; published examples of unrelated sentences reach this value. */
    private static final double UNRELATED = 0.5;

    /** Includes loading the model. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    static OllamaEmbeddingSettings from(Settings in) {
        String model = in.text("model", "nomic-embed-text");
        // Nomic's models were trained with these prefixes and perform worse without them
        boolean nomic = model.startsWith("nomic-embed-text");
        var defaults =
                new EmbeddingSettings.Defaults(
                        UNRELATED,
                        nomic ? "search_query: " : "",
                        nomic ? "search_document: " : "",
                        TIMEOUT);
        return new OllamaEmbeddingSettings(
                EmbeddingSettings.from(in, OllamaSettings.upstream(in), model, defaults),
                OllamaSettings.keepAlive(in));
    }
}
