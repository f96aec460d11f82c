package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Passage;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptBuilderTest {
    private final PromptBuilder builder = new PromptBuilder("You are the desk.");

    @Test
    void theSystemTextIsFirstAndTheQuestionLast() {
        Prompt prompt =
                builder.build(
                        new FakeModel(100_000),
                        "How much?",
                        grounding(passage("P1"), passage("P2")),
                        Turns.said("Hi", "Hello"));
        assertEquals(
                List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER),
                prompt.messages().stream().map(PromptMessage::role).toList());
        assertTrue(
                prompt.messages().getFirst().text().startsWith("You are the desk."),
                prompt.toString());
        String last = prompt.messages().getLast().text();
        assertTrue(
                last.contains("[1] Title")
                        && last.contains("P2")
                        && last.endsWith("Question: How much?"),
                last);
        assertEquals(2, prompt.passages().size());
    }

    @Test
    void whateverTheWindowThePromptFitsAndNothingIsCut() {
        var grounding =
                grounding(
                        passage("a".repeat(400)),
                        passage("b".repeat(300)),
                        passage("c".repeat(50)));
        List<StoredMessage> history =
                Turns.said("q".repeat(200), "r".repeat(200), "short", "answer");
        for (int window = 500; window < 3000; window += 37) {
            var model = new FakeModel(window);
            Prompt prompt = builder.build(model, "question", grounding, history);
            int used =
                    prompt.messages().stream()
                            .mapToInt(message -> model.countTokens(message.text()))
                            .sum();
            assertTrue(used <= window, "window " + window + ", used " + used);
            for (Passage passage : prompt.passages()) {
                assertTrue(
                        prompt.messages().getLast().text().contains(passage.text()),
                        "a passage was cut at window " + window);
            }
            assertFalse(
                    prompt.messages().get(1).role() == Role.ASSISTANT,
                    "the history begins with an answer");
        }
    }

    @Test
    void whatDoesNotFitWithItsNeighboursGoesInWithoutThem() {
        var joined = new Selected(passage("x".repeat(300)), passage("core"));
        var grounding =
                new Grounding(
                        "question",
                        List.of("question"),
                        List.of(joined),
                        ContextQuality.NONE,
                        true,
                        false);
        Prompt roomy = builder.build(new FakeModel(2000), "question", grounding, List.of());
        assertEquals(List.of(joined.passage()), roomy.passages());
        Prompt tight = builder.build(new FakeModel(500), "question", grounding, List.of());
        assertEquals(List.of(joined.core()), tight.passages());
    }

    @Test
    void theNewestHistoryIsKept() {
        Prompt prompt =
                builder.build(
                        new FakeModel(400),
                        "question",
                        grounding(),
                        Turns.said("old ".repeat(100), "older", "newer", "newest"));
        List<String> texts = prompt.messages().stream().map(PromptMessage::text).toList();
        assertTrue(texts.contains("newer") && texts.contains("newest"), texts.toString());
        assertFalse(texts.contains("old ".repeat(100)), texts.toString());
    }

    @Test
    void aQuestionThatDoesNotFitIsRefusedAndNotCut() {
        var failure =
                assertThrows(
                        PluginException.class,
                        () ->
                                builder.build(
                                        new FakeModel(100),
                                        "x".repeat(200),
                                        grounding(),
                                        List.of()));
        assertEquals(Reason.REJECTED, failure.reason());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("context-window"),
                failure.getMessage());
    }

    @Test
    void anAnswerThatFailedIsNoHistory() {
        var failed =
                new StoredMessage(
                        "f", Role.ASSISTANT, "", MessageState.FAILED, Instant.EPOCH, Metadata.NONE);
        List<StoredMessage> history = new ArrayList<>(Turns.said("asked"));
        history.add(failed);
        Prompt prompt = builder.build(new FakeModel(5000), "again", grounding(), history);
        assertEquals(3, prompt.messages().size(), prompt.toString());
    }

    private static Grounding grounding(Passage... passages) {
        return new Grounding(
                "question",
                List.of("question"),
                Arrays.stream(passages).map(one -> new Selected(one, one)).toList(),
                ContextQuality.NONE,
                true,
                false);
    }

    private static Passage passage(String text) {
        return new Passage("doc", 0, "Title", "Heading", "", text, 0.5);
    }
}
