package io.zaaky.llm.langchain4j;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * What YAML says of every embedding model that asks a server.
 *
 * @param upstream where it is
 * @param model its name there
 * @param unrelatedCosine see {@link EmbeddingModel#unrelatedCosine}; from 0 to 1
 * @param queryPrefix what the model wants before a question; may be empty
 * @param passagePrefix what the model wants before a passage; may be empty
 * @param clocks how long a request may take
 */
public record EmbeddingSettings(
        Upstream upstream,
        String model,
        double unrelatedCosine,
        String queryPrefix,
        String passagePrefix,
        Clocks clocks) {

    /**
     * What holds for a model unless YAML says otherwise.
     *
     * @param timeout for a whole request
     */
    public record Defaults(
            double unrelatedCosine, String queryPrefix, String passagePrefix, Duration timeout) {}

    /** Reads all but the two that are given, for which each provider has rules of its own. */
    public static EmbeddingSettings from(
            Settings in, Upstream upstream, String model, Defaults defaults) {
        return new EmbeddingSettings(
                upstream,
                model,
                in.decimal("unrelated-cosine", defaults.unrelatedCosine(), 0, 1),
                in.text("query-prefix", defaults.queryPrefix()),
                in.text("passage-prefix", defaults.passagePrefix()),
                Clocks.forAnswer(in, defaults.timeout()));
    }
}
