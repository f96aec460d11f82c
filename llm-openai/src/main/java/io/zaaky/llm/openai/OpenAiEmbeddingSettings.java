package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * What YAML says of an embedding model.
 *
 * @param upstream where it is
 * @param model its name there
 * @param dimensions how many numbers of a vector are wanted; 0: all
 * @param unrelatedCosine below this, texts have nothing to do with each other
 * @param queryPrefix what goes before a question; OpenAI's own models want nothing
 * @param passagePrefix what goes before a passage
 * @param clocks how long a request may take
 */
record OpenAiEmbeddingSettings(
        Upstream upstream,
        String model,
        int dimensions,
        double unrelatedCosine,
        String queryPrefix,
        String passagePrefix,
        Clocks clocks) {

    static OpenAiEmbeddingSettings from(Settings in) {
        String model = in.text("model", "text-embedding-3-small");
        return new OpenAiEmbeddingSettings(
                OpenAiSettings.upstream(in),
                model,
                in.integer("dimensions", 0, 1, 16_000),
                in.decimal("unrelated-cosine", unrelated(model), 0, 1),
                in.text("query-prefix", ""),
                in.text("passage-prefix", ""),
                Clocks.of(
                        Clocks.positive(in, "connect-timeout", Duration.ofSeconds(5)),
                        Clocks.positive(in, "timeout", Duration.ofSeconds(60))));
    }

    /**
     * Not measured here, for that needs a key: what users of the models publish. Questions about
     * another subject score 0.05 to 0.25 with the third generation, and never less than 0.7 with
     * ada-002; questions that fit start at about 0.35 and 0.8.
     */
    private static double unrelated(String model) {
        return model.contains("ada-002") ? 0.76 : 0.28;
    }
}
