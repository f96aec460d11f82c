package io.zaaky.llm.langchain4j;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * The YAML settings that all embedding models behind a server share.
 *
 * @param upstream where the server is
 * @param model the name of the model there
 * @param unrelatedCosine see {@link EmbeddingModel#unrelatedCosine}; from 0 to 1
 * @param queryPrefix the prefix that the model needs before a question; may be empty
 * @param passagePrefix the prefix that the model needs before a passage; may be empty
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
     * The defaults of a model.
     *
     * @param timeout the timeout of a whole request
     */
    public record Defaults(
            double unrelatedCosine, String queryPrefix, String passagePrefix, Duration timeout) {}

    /**
     * Reads all settings except the two that are passed, for which each provider has its own rules.
     */
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
