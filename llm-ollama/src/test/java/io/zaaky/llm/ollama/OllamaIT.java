package io.zaaky.llm.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.Services;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against a real Ollama. */
class OllamaIT {
    private static ChatModel model(Map<String, ?> more) {
        Map<String, Object> all =
                new HashMap<>(
                        Map.of(
                                "base-url", Services.ollama(),
                                "model", "smollm2",
                                "temperature", "0",
                                "idle-timeout", "2m"));
        all.putAll(more);
        TestSettings settings = TestSettings.of(all);
        ChatModel model =
                new OllamaChatModelProvider()
                        .create(settings.settings(), TestContext.in(Path.of("")));
        assertEquals(List.of(), settings.problems());
        return model;
    }

    @Test
    void anAnswerStreamsAndIsCountedTheSecondTimeToo() {
        try (ChatModel model = model(Map.of("keep-alive", "10m"))) {
            model.check();
            var prompt = Prompt.of("What is the capital of France?");
            Asking asking = Asking.start(model, prompt);
            Reply reply = asking.reply();
            assertTrue(asking.text().contains("Paris"), asking.text());
            assertEquals(FinishReason.STOP, reply.finish());
            assertFalse(reply.usage().estimated(), reply.toString());
            assertTrue(asking.pieces().size() > 3, asking.pieces().toString());
            // what the engine has cached is counted all the same
            assertEquals(reply.usage(), Asking.start(model, prompt).reply().usage());
        }
    }

    @Test
    void anAnswerEndsAtItsLimit() {
        try (ChatModel model = model(Map.of("max-tokens", "3"))) {
            Reply reply = Asking.start(model, Prompt.of("Tell me about France.")).reply();
            assertEquals(FinishReason.LENGTH, reply.finish());
            assertEquals(3, reply.usage().completionTokens());
        }
    }

    @Test
    void anAnswerCanBeCancelledInTheMiddle() {
        try (ChatModel model = model(Map.of("max-tokens", "2000"))) {
            Asking asking = Asking.start(model, Prompt.of("Tell me a very long story."));
            asking.piece();
            asking.interrupt();
            asking.failure(Reason.CANCELLED);
        }
    }

    @Test
    void aPromptThatIsTooLongIsRefusedAloud() {
        try (ChatModel model = model(Map.of("context-window", "1024"))) {
            PluginException failure =
                    Asking.start(model, Prompt.of("word ".repeat(1500))).failure(Reason.REJECTED);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("context length"),
                    failure.getMessage());
        }
    }

    @Test
    void aModelThatIsNotThereIsNoticed() {
        try (ChatModel model = model(Map.of("model", "no-such-model"))) {
            PluginException failure = assertThrows(PluginException.class, model::check);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("ollama pull no-such-model"),
                    failure.getMessage());
            Asking.start(model, Prompt.of("?")).failure(Reason.REJECTED);
        }
    }

    @Test
    void textsHaveVectors() {
        TestSettings settings =
                TestSettings.of(Map.of("base-url", Services.ollama(), "model", "smollm2"));
        try (EmbeddingModel model =
                new OllamaEmbeddingModelProvider()
                        .create(settings.settings(), TestContext.in(Path.of("")))) {
            model.check();
            assertEquals(576, model.dimensions());
            List<float[]> vectors = model.embed(List.of("A ferry.", "A volcano."), Purpose.PASSAGE);
            assertEquals(2, vectors.size());
            float[] alone = model.embed(List.of("A volcano."), Purpose.PASSAGE).getFirst();
            double cosine = 0;
            for (int i = 0; i < alone.length; i++) {
                cosine += (double) alone[i] * vectors.get(1)[i];
            }
            assertEquals(1, cosine, 0.01);
        }
    }
}
