package io.zaaky.embedding.onnx;

import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.testkit.TrainedEmbeddingModelContract;
import java.util.Map;

final class BgeSmallTest extends TrainedEmbeddingModelContract {
    @Override
    protected EmbeddingModelProvider provider() {
        return new OnnxEmbeddingProvider();
    }

    @Override
    protected Map<String, ?> settings() {
        return Map.of("model", "bge-small-en-v1.5", "threads", 2);
    }
}
