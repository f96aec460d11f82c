package io.zaaky.llm.extractive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ExtractiveChatModelTest {
    private static final Prompt QUESTION =
            new Prompt(List.of(), "dog?", List.of(HelpDesk.FAQ), false);

    @Test
    void itIsFoundByItsType() {
        assertEquals(
                List.of("extractive"),
                ServiceLoader.load(ChatModelProvider.class).stream()
                        .map(found -> found.get().type())
                        .toList());
    }

    @Test
    void wordsComeOneByOneAndMakeUpTheAnswer() {
        List<String> pieces = new ArrayList<>();
        Reply reply = model(Map.of()).stream(QUESTION, pieces::add);

        assertEquals(List.of("Pets ", "are ", "welcome "), pieces.subList(0, 3));
        assertEquals(Composer.answer(QUESTION), String.join("", pieces));
        assertEquals(FinishReason.STOP, reply.finish());
        assertTrue(reply.usage().completionTokens() > pieces.size() / 2);
        assertEquals(0, reply.usage().promptTokens());
    }

    @Test
    void theLimitOfTokensEndsTheAnswer() {
        List<String> pieces = new ArrayList<>();
        Reply reply = model(Map.of("max-tokens", 5)).stream(QUESTION, pieces::add);

        assertEquals(FinishReason.LENGTH, reply.finish());
        assertTrue(reply.usage().completionTokens() <= 5, () -> "sent " + pieces);
        assertEquals("Pets ", pieces.getFirst());
    }

    @Test
    void withoutPassagesItDeclines() {
        Reply reply = model(Map.of()).stream(Prompt.of("Who won?"), piece -> {});
        assertEquals(FinishReason.REFUSED, reply.finish());
    }

    @Test
    void anInterruptEndsItBeforeTheNextWord() {
        List<String> pieces = new ArrayList<>();
        PluginException failure =
                assertThrows(
                        PluginException.class,
                        () ->
                                model(Map.of("pace", "1ms")).stream(
                                        QUESTION,
                                        piece -> {
                                            pieces.add(piece);
                                            Thread.currentThread().interrupt();
                                        }));
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertEquals(Reason.CANCELLED, failure.reason());
        assertEquals(1, pieces.size());
    }

    @Test
    void whatTheReaderThrowsLeavesAsItIs() {
        var gone = new IllegalStateException("gone");
        assertSame(
                gone,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                model(Map.of()).stream(
                                        QUESTION,
                                        piece -> {
                                            throw gone;
                                        })));
    }

    @Test
    void theKeysThatAllModelsHaveAreNoProblemAndOthersAre() {
        var common =
                TestSettings.of(
                        Map.of(
                                "model",
                                "gpt-3.5-turbo",
                                "temperature",
                                0.7,
                                "max-tokens",
                                500,
                                "idle-timeout",
                                "30s"));
        ExtractiveSettings.from(common.settings());
        assertEquals(List.of(), common.problems());

        var odd = TestSettings.of(Map.of("max-token", 5));
        ExtractiveSettings.from(odd.settings());
        assertEquals(1, odd.problems().size(), () -> "problems: " + odd.problems());
    }

    private static ChatModel model(Map<String, ?> settings) {
        return assertInstanceOf(
                ExtractiveChatModel.class,
                new ExtractiveChatModelProvider()
                        .create(
                                TestSettings.of(settings).settings(),
                                TestContext.in(Path.of("unused"))));
    }
}
