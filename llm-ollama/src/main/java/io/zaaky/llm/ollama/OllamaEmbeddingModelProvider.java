package io.zaaky.llm.ollama;

import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.BridgedEmbedding;
import io.zaaky.llm.langchain4j.EmbeddingSettings;
import io.zaaky.llm.langchain4j.Request;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.util.OptionalInt;

/** Embeddings with {@code embedding.provider: ollama}, through {@code POST /api/embed}. */
public final class OllamaEmbeddingModelProvider implements EmbeddingModelProvider {
    private static final int BATCH = 32;

    @Override
    public String type() {
        return "ollama";
    }

    @Override
    public EmbeddingModel create(Settings settings, PluginContext context) {
        var read = OllamaEmbeddingSettings.from(settings);
        EmbeddingSettings common = read.common();
        var transport = new Transport(common.upstream());
        var http =
                new BridgeHttpClient(
                        transport, common.clocks(), request -> finish(read.keepAlive(), request));
        return new BridgedEmbedding(
                common,
                new BridgedEmbedding.Vectors(common.model(), 0, BATCH),
                http,
                OllamaEmbeddingModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(common.upstream().baseUrl().toString())
                        .modelName(common.model())
                        .maxRetries(0)
                        .build(),
                () -> OllamaModels.check(transport, common.model()));
    }

    /**
     * LangChain4j has no field for these. Only embedding requests allow Ollama to cut a long text.
     */
    private static Request finish(OptionalInt keepAlive, Request request) {
        String field = keepAlive.isPresent() ? ",\"keep_alive\":" + keepAlive.getAsInt() : "";
        return request.with("\"truncate\":true" + field);
    }
}
