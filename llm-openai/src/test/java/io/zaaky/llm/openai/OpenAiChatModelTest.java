package io.zaaky.llm.openai;

import io.zaaky.spi.ChatModelProvider;
import io.zaaky.testkit.RemoteChatModelContract;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.URI;
import java.util.Map;

class OpenAiChatModelTest extends RemoteChatModelContract {
    @Override
    protected ChatModelProvider provider() {
        return new OpenAiChatModelProvider();
    }

    @Override
    protected StubScript script() {
        return StubUpstream.openAi();
    }

    @Override
    protected Map<String, ?> settings(URI server) {
        return Map.of("base-url", server + "/v1", "api-key", "sk-sentinel", "model", "stub");
    }
}
