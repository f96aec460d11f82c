package io.zaaky.llm.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.RealServerContract;
import io.zaaky.testkit.Services;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against a real Ollama. */
class OllamaIT extends RealServerContract {
    @Override
    protected URI server() {
        return Services.ollama();
    }

    @Override
    protected ChatModelProvider chat() {
        return new OllamaChatModelProvider();
    }

    @Override
    protected EmbeddingModelProvider embedding() {
        return new OllamaEmbeddingModelProvider();
    }

    @Test
    void anAnswerStreamsAndIsCountedTheSecondTimeToo() {
        try (ChatModel model = model(Map.of("keep-alive", "10m"))) {
            model.check();
            Reply first = answered(model);
            // what the engine has cached is counted all the same
            assertEquals(first.usage(), answered(model).usage());
        }
    }

    @Test
    void aPromptThatIsTooLongIsRefusedAloud() {
        try (ChatModel model = model(Map.of("context-window", "1024"))) {
            refuses(model, 1500, "context length");
        }
    }

    @Test
    void aModelThatIsNotThereIsNoticed() {
        try (ChatModel model = model(Map.of("model", "no-such-model"))) {
            assertSays(
                    "ollama pull no-such-model", assertThrows(PluginException.class, model::check));
            Asking.start(model, Prompt.of("?")).failure(Reason.REJECTED);
        }
    }

    @Test
    void textsHaveVectors() {
        assertVectors(List.of("A ferry.", "A volcano."));
    }
}
