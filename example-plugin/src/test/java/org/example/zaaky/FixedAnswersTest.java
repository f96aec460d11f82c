package org.example.zaaky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class FixedAnswersTest {
    private final TestSettings settings =
            TestSettings.of(
                    Map.of(
                            "answers",
                            List.of(Map.of("word", "Parking", "answer", "Park behind pier 3.")),
                            "otherwise",
                            "Please call us."));

    @Test
    void theServerFindsIt() {
        assertTrue(
                ServiceLoader.load(ChatModelProvider.class).stream()
                        .anyMatch(found -> found.type() == FixedAnswers.class),
                "the service file does not name the plugin");
    }

    @Test
    void theWordInTheQuestionChoosesTheAnswer() {
        List<String> pieces = new ArrayList<>();
        var reply = model().stream(Prompt.of("Is there parking?"), pieces::add);

        assertEquals(List.of("Park ", "behind ", "pier ", "3."), pieces);
        assertEquals(FinishReason.STOP, reply.finish());
        assertEquals(List.of(), settings.problems());
    }

    @Test
    void otherQuestionsGetTheOtherAnswer() {
        var answer = new StringBuilder();
        model().stream(Prompt.of("Who are you?"), answer::append);
        assertEquals("Please call us.", answer.toString());
    }

    @Test
    void anAnswerWithoutItsWordIsAProblemOfTheConfiguration() {
        var wrong = TestSettings.of(Map.of("answers", List.of(Map.of("answer", "Yes."))));
        create(wrong);
        assertEquals(
                List.of("test.yaml:1: test.answers[0].word: is missing"),
                wrong.problems().stream().map(Object::toString).toList());
    }

    @Test
    void anInterruptEndsTheAnswer() {
        var failure =
                assertThrows(
                        PluginException.class,
                        () ->
                                model().stream(
                                        Prompt.of("parking"),
                                        piece -> Thread.currentThread().interrupt()));
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertEquals(Reason.CANCELLED, failure.reason());
    }

    @Test
    void theDocumentationShowsThisVeryCode() throws IOException {
        String code =
                Files.readString(Path.of("src/main/java/org/example/zaaky/FixedAnswers.java"));
        String page = Files.readString(Path.of("../docs/plugins.md"));
        assertTrue(page.contains(code), "docs/plugins.md shows another FixedAnswers.java");
    }

    private ChatModel model() {
        return create(settings);
    }

    private static ChatModel create(TestSettings settings) {
        return new FixedAnswers().create(settings.settings(), TestContext.in(Path.of("unused")));
    }
}
