package io.zaaky.llm.ollama;

import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.BridgedEmbedding;
import io.zaaky.llm.langchain4j.Request;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;

/** Vectors with {@code embedding.provider: ollama}, by {@code POST /api/embed}. */
public final class OllamaEmbeddingModelProvider implements EmbeddingModelProvider {
    private static final int BATCH = 32;

    @Override
    public String type() {
        return "ollama";
    }

    @Override
    public EmbeddingModel create(Settings settings, PluginContext context) {
        var read = OllamaEmbeddingSettings.from(settings);
        var transport = new Transport(read.upstream());
        var http = new BridgeHttpClient(transport, read.clocks(), request -> finish(read, request));
        return new BridgedEmbedding(
                new BridgedEmbedding.Settings(
                        read.model(),
                        0,
                        read.unrelatedCosine(),
                        BATCH,
                        read.queryPrefix(),
                        read.passagePrefix()),
                transport,
                http,
                OllamaEmbeddingModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(read.upstream().baseUrl().toString())
                        .modelName(read.model())
                        .maxRetries(0)
                        .build(),
                () -> OllamaModels.check(transport, read.model()));
    }

    /** LangChain4j has no field for these. Here, and only here, a long text is to be cut. */
    private static Request finish(OllamaEmbeddingSettings read, Request request) {
        String keepAlive =
                read.keepAlive().isPresent()
                        ? ",\"keep_alive\":" + read.keepAlive().getAsInt()
                        : "";
        return request.with("\"truncate\":true" + keepAlive);
    }
}
