package io.zaaky.embedding.onnx;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;

/** {@code provider: onnx}. */
public final class OnnxEmbeddingProvider implements EmbeddingModelProvider {
    @Override
    public String type() {
        return "onnx";
    }

    @Override
    public EmbeddingModel create(Settings settings, PluginContext context) {
        return new OnnxEmbeddingModel(OnnxSettings.from(settings));
    }
}
