package io.zaaky.llm.ollama;

import io.zaaky.spi.ChatModelProvider;
import io.zaaky.testkit.RemoteChatModelContract;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.URI;
import java.util.Map;

class OllamaChatModelTest extends RemoteChatModelContract {
    @Override
    protected ChatModelProvider provider() {
        return new OllamaChatModelProvider();
    }

    @Override
    protected StubScript script() {
        return StubUpstream.ollama();
    }

    @Override
    protected Map<String, ?> settings(URI server) {
        return Map.of("base-url", server, "model", "stub");
    }
}
