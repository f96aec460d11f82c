package io.zaaky.llm.openai;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.RealServerContract;
import io.zaaky.testkit.Services;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against llama.cpp's own server. */
class OpenAiIT extends RealServerContract {
    /** What ChatML puts around a message. */
    private static final int TEMPLATE = 10;

    @Override
    protected URI server() {
        return Services.openAi();
    }

    @Override
    protected ChatModelProvider chat() {
        return new OpenAiChatModelProvider();
    }

    @Override
    protected EmbeddingModelProvider embedding() {
        return new OpenAiEmbeddingModelProvider();
    }

    @Test
    void anAnswerStreamsAndIsCounted() {
        try (ChatModel model = model(Map.of())) {
            model.check();
            answered(model);
        }
    }

    @Test
    void aPromptThatIsTooLongIsRefusedAloud() {
        try (ChatModel model = model(Map.of())) {
            refuses(model, 6000, "context size");
        }
    }

    @Test
    void aModelThatIsNotThereIsNoticed() {
        try (ChatModel model = model(Map.of("model", "no-such-model"))) {
            assertSays("smollm2", assertThrows(PluginException.class, model::check));
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
        assertVectors(List.of("A ferry.", "word ".repeat(900), "A volcano."));
    }
}
