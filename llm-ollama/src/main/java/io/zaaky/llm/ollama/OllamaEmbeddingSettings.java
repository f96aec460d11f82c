package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Settings;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What YAML says of an embedding model.
 *
 * @param upstream where it is
 * @param model its name there
 * @param unrelatedCosine below this, texts have nothing to do with each other
 * @param queryPrefix what the model wants before a question
 * @param passagePrefix what the model wants before a passage
 * @param keepAlive how many seconds the model stays loaded; negative: for ever
 * @param clocks how long a request may take, loading the model included
 */
record OllamaEmbeddingSettings(
        Upstream upstream,
        String model,
        double unrelatedCosine,
        String queryPrefix,
        String passagePrefix,
        OptionalInt keepAlive,
        Clocks clocks) {

    static OllamaEmbeddingSettings from(Settings in) {
        String model = in.text("model", "nomic-embed-text");
        // Nomic's models were trained with these and are worse without
        boolean nomic = model.startsWith("nomic-embed-text");
        return new OllamaEmbeddingSettings(
                OllamaSettings.upstream(in),
                model,
                // not measured here; published examples of unrelated sentences reach 0.5
                in.decimal("unrelated-cosine", 0.5, 0, 1),
                in.text("query-prefix", nomic ? "search_query: " : ""),
                in.text("passage-prefix", nomic ? "search_document: " : ""),
                OllamaSettings.keepAlive(in),
                Clocks.of(
                        Clocks.positive(in, "connect-timeout", Duration.ofSeconds(5)),
                        Clocks.positive(in, "timeout", Duration.ofSeconds(300))));
    }
}
