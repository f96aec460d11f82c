package io.zaaky.llm.openai;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against llama.cpp's own server. */
class OpenAiIT {
    /** What ChatML puts around a message. */
    private static final int TEMPLATE = 10;

    private static ChatModel model(Map<String, ?> more) {
        Map<String, Object> all =
                new HashMap<>(
                        Map.of(
                                "base-url", Services.openAi(),
                                "model", "smollm2",
                                "temperature", "0",
                                "first-token-timeout", "5m",
                                "idle-timeout", "2m"));
        all.putAll(more);
        TestSettings settings = TestSettings.of(all);
        ChatModel model =
                new OpenAiChatModelProvider()
                        .create(settings.settings(), TestContext.in(Path.of("")));
        assertEquals(List.of(), settings.problems());
        return model;
    }

    @Test
    void anAnswerStreamsAndIsCounted() {
        try (ChatModel model = model(Map.of())) {
            model.check();
            Asking asking = Asking.start(model, Prompt.of("What is the capital of France?"));
            Reply reply = asking.reply();
            assertTrue(asking.text().contains("Paris"), asking.text());
            assertEquals(FinishReason.STOP, reply.finish());
            assertFalse(reply.usage().estimated(), reply.toString());
            assertTrue(asking.pieces().size() > 3, asking.pieces().toString());
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
        try (ChatModel model = model(Map.of())) {
            PluginException failure =
                    Asking.start(model, Prompt.of("word ".repeat(6000))).failure(Reason.REJECTED);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("context size"),
                    failure.getMessage());
        }
    }

    @Test
    void aModelThatIsNotThereIsNoticed() {
        try (ChatModel model = model(Map.of("model", "no-such-model"))) {
            PluginException failure = assertThrows(PluginException.class, model::check);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("smollm2"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The ferry to the island leaves at seven in the morning, except on Sundays.",
                "Die Fähre zur Insel fährt außer sonntags um sieben Uhr morgens ab; Fahrräder"
                        + " kosten 3,50 €.",
                "Le bac pour l'île part à sept heures du matin, sauf le dimanche.",
                "Паром на остров отправляется в семь часов утра, кроме воскресенья.",
                "島へのフェリーは日曜日を除き午前七時に出発します。",
                "前往岛上的渡轮除星期日外，早上七点出发。",
                "تغادر العبارة إلى الجزيرة في الساعة السابعة صباحًا ما عدا يوم الأحد.",
                "Phà ra đảo khởi hành lúc bảy giờ sáng, trừ Chủ nhật.",
                "{\"a\":[1,2.50,{\"b\":\"2026-11-23T07:00:00Z\"}],\"id\":\"f81d4fae-7dec\"}"
            })
    void theEstimateIsNotTooLow(String text) {
        try (ChatModel model = model(Map.of("max-tokens", "8"))) {
            int real =
                    Asking.start(model, Prompt.of(text)).reply().usage().promptTokens() - TEMPLATE;
            int estimate = model.countTokens(text);
            System.getLogger("estimate")
                    .log(System.Logger.Level.INFO, estimate + " for " + real + ": " + text);
            assertTrue(estimate >= real, estimate + " estimated, " + real + " real");
        }
    }

    @Test
    void textsHaveVectorsEvenIfTheyAreTooLong() {
        TestSettings settings =
                TestSettings.of(Map.of("base-url", Services.openAi(), "model", "smollm2"));
        try (EmbeddingModel model =
                new OpenAiEmbeddingModelProvider()
                        .create(settings.settings(), TestContext.in(Path.of("")))) {
            model.check();
            List<float[]> vectors =
                    model.embed(
                            List.of("A ferry.", "word ".repeat(900), "A volcano."),
                            Purpose.PASSAGE);
            assertEquals(3, vectors.size());
            assertEquals(576, model.dimensions());
            float[] alone = model.embed(List.of("A volcano."), Purpose.PASSAGE).getFirst();
            double cosine = 0;
            for (int i = 0; i < alone.length; i++) {
                cosine += (double) alone[i] * vectors.get(2)[i];
            }
            assertEquals(1, cosine, 0.01);
        }
    }
}
