package io.zaaky.llm.ollama;

import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.testkit.RemoteEmbeddingModelContract;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.URI;
import java.util.Map;

class OllamaEmbeddingModelTest extends RemoteEmbeddingModelContract {
    @Override
    protected EmbeddingModelProvider provider() {
        return new OllamaEmbeddingModelProvider();
    }

    @Override
    protected StubScript script() {
        return StubUpstream.ollama();
    }

    @Override
    protected Map<String, ?> settings(URI server) {
        return Map.of("base-url", server);
    }
}
