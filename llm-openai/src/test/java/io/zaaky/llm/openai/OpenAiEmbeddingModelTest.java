package io.zaaky.llm.openai;

import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.testkit.RemoteEmbeddingModelContract;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.URI;
import java.util.Map;

class OpenAiEmbeddingModelTest extends RemoteEmbeddingModelContract {
    @Override
    protected EmbeddingModelProvider provider() {
        return new OpenAiEmbeddingModelProvider();
    }

    @Override
    protected StubScript script() {
        return StubUpstream.openAi();
    }

    @Override
    protected Map<String, ?> settings(URI server) {
        return Map.of("base-url", server + "/v1");
    }
}
