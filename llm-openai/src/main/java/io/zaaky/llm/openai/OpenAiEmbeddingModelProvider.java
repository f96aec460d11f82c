package io.zaaky.llm.openai;

import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.BridgedEmbedding;
import io.zaaky.llm.langchain4j.EmbeddingSettings;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Embeddings with {@code embedding.provider: openai}, through {@code POST /embeddings}. */
public final class OpenAiEmbeddingModelProvider implements EmbeddingModelProvider {
    private static final int BATCH = 64;
    private static final Pattern INDEX = Pattern.compile("\"index\"\\s*:\\s*(-?[0-9]{1,18})");

    @Override
    public String type() {
        return "openai";
    }

    @Override
    public EmbeddingModel create(Settings settings, PluginContext context) {
        var read = OpenAiEmbeddingSettings.from(settings);
        EmbeddingSettings common = read.common();
        var transport = new Transport(common.upstream());
        var http =
                new BridgeHttpClient(
                        transport,
                        common.clocks(),
                        UnaryOperator.identity(),
                        OpenAiEmbeddingModelProvider::places);
        return new BridgedEmbedding(
                common,
                vectors(common.model(), read.dimensions()),
                http,
                model(read, http),
                () -> OpenAiModels.check(transport, common.model()));
    }

    /** Reads the indexes that LangChain4j ignores: it takes vectors in the order of arrival. */
    private static List<Long> places(String answer) {
        return INDEX.matcher(answer).results().map(found -> Long.valueOf(found.group(1))).toList();
    }

    private static BridgedEmbedding.Vectors vectors(String model, int dimensions) {
        String name = dimensions > 0 ? model + "@" + dimensions : model;
        return new BridgedEmbedding.Vectors(name, dimensions, BATCH);
    }

    private static OpenAiEmbeddingModel model(OpenAiEmbeddingSettings read, BridgeHttpClient http) {
        Upstream upstream = read.common().upstream();
        var model =
                OpenAiEmbeddingModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(upstream.baseUrl().toString())
                        .modelName(read.common().model())
                        .maxRetries(0);
        if (upstream.key().isPresent()) {
            model.apiKey(upstream.key().value());
        }
        if (read.dimensions() > 0) {
            model.dimensions(read.dimensions());
        }
        return model.build();
    }
}
