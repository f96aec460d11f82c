package io.zaaky.llm.openai;

import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.BridgedEmbedding;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.util.function.UnaryOperator;

/** Vectors with {@code embedding.provider: openai}, by {@code POST /embeddings}. */
public final class OpenAiEmbeddingModelProvider implements EmbeddingModelProvider {
    private static final int BATCH = 64;

    @Override
    public String type() {
        return "openai";
    }

    @Override
    public EmbeddingModel create(Settings settings, PluginContext context) {
        var read = OpenAiEmbeddingSettings.from(settings);
        var transport = new Transport(read.upstream());
        var http = new BridgeHttpClient(transport, read.clocks(), UnaryOperator.identity());
        boolean sized = read.dimensions() > 0;
        return new BridgedEmbedding(
                new BridgedEmbedding.Settings(
                        sized ? read.model() + "@" + read.dimensions() : read.model(),
                        read.dimensions(),
                        read.unrelatedCosine(),
                        BATCH,
                        read.queryPrefix(),
                        read.passagePrefix()),
                transport,
                http,
                model(read, http),
                () -> OpenAiModels.check(transport, read.model()));
    }

    private static OpenAiEmbeddingModel model(OpenAiEmbeddingSettings read, BridgeHttpClient http) {
        var model =
                OpenAiEmbeddingModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(read.upstream().baseUrl().toString())
                        .modelName(read.model())
                        .maxRetries(0);
        if (read.upstream().key().isPresent()) {
            model.apiKey(read.upstream().key().value());
        }
        if (read.dimensions() > 0) {
            model.dimensions(read.dimensions());
        }
        return model.build();
    }
}
