package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.EmbeddingSettings;
import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * The YAML settings of an embedding model.
 *
 * @param dimensions the wanted number of dimensions of a vector; 0 for all
 */
record OpenAiEmbeddingSettings(EmbeddingSettings common, int dimensions) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static OpenAiEmbeddingSettings from(Settings in) {
        String model = in.text("model", "text-embedding-3-small");
        // OpenAI's own models need no prefixes
        var defaults = new EmbeddingSettings.Defaults(unrelated(model), "", "", TIMEOUT);
        return new OpenAiEmbeddingSettings(
                EmbeddingSettings.from(in, OpenAiSettings.upstream(in), model, defaults),
                in.integer("dimensions", 0, 1, 16_000));
    }

    /**
     * Based on values that users of the models publish; measuring them needs a key. Questions about
     * another subject score 0.05 to 0.25 with the third generation, and never less than 0.7 with
     * ada-002. Questions that match start at about 0.35 and 0.8.
     */
    private static double unrelated(String model) {
        return model.contains("ada-002") ? 0.76 : 0.28;
    }
}
