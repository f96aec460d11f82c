package io.zaaky.embedding.onnx;

import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.testkit.TrainedEmbeddingModelContract;
import java.util.Map;

final class MiniLmTest extends TrainedEmbeddingModelContract {
    @Override
    protected EmbeddingModelProvider provider() {
        return new OnnxEmbeddingProvider();
    }

    @Override
    protected Map<String, ?> settings() {
        return Map.of("model", "all-minilm-l6-v2", "threads", 2);
    }
}
