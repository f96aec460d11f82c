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
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PromptBuilderTest {
    private static final int AROUND = 8; // what a chat template takes for a message, as estimated
    private static final int FRAME = "Documents:\n\nQuestion: ".length();

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

    /**
     * Of what the system prompt and the question leave, two thirds are the passages' and a third is
     * the history's, and what one of them leaves over is the other's. No passage is joined here.
     */
    @Test
    void passagesAndHistoryHaveTheirShareAndWhatTheOtherLeaves() {
        var random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            String question = "q".repeat(1 + random.nextInt(60));
            Grounding grounding = grounding(passages(random));
            List<StoredMessage> history = history(random);
            int window = 400 + random.nextInt(3_000);
            var model = new FakeModel(window);
            Prompt prompt = builder.build(model, question, grounding, history);
            String what = "round " + round + ", window " + window + ": " + prompt;

            List<PromptMessage> messages = prompt.messages();
            String asked = messages.getLast().text();
            assertTrue(asked.endsWith(question), what);
            int used = messages.stream().mapToInt(one -> one.text().length() + AROUND).sum();
            assertTrue(used <= window, used + " used, " + what);

            int left =
                    window - messages.getFirst().text().length() - question.length() - 2 * AROUND;
            List<PromptMessage> kept = messages.subList(1, messages.size() - 1);
            assertEquals(
                    texts(history).reversed().subList(0, kept.size()).reversed(),
                    kept.stream().map(PromptMessage::text).toList(),
                    what);
            int ofHistory = kept.stream().mapToInt(one -> one.text().length() + AROUND).sum();
            int ofPassages = prompt.passages().isEmpty() ? 0 : cost(prompt.passages());
            if (kept.size() < history.size()) {
                int more = ofHistory + nextTurn(history, kept.size());
                assertTrue(more > left - ofPassages, "the history could have more, " + what);
            }
            for (Selected one : grounding.selected()) {
                int more = cost(List.of(one.passage()));
                assertTrue(
                        prompt.passages().contains(one.passage())
                                || (prompt.passages().isEmpty() ? more : ofPassages + more - FRAME)
                                        > left - Math.min(ofHistory, left / 3),
                        "the passages could have more, " + what);
            }
        }
    }

    /** A prompt in which the history needs little leaves the rest to the passages. */
    @Test
    void whatAShortHistoryLeavesIsThePassages() {
        var grounding = grounding(passage("a".repeat(700)), passage("b".repeat(700)));
        for (List<StoredMessage> history :
                List.of(List.<StoredMessage>of(), Turns.said("x", "y"))) {
            Prompt prompt = builder.build(new FakeModel(2_000), "question", grounding, history);
            assertEquals(2, prompt.passages().size(), prompt.toString());
            assertEquals(history.size() + 2, prompt.messages().size(), prompt.toString());
        }
    }

    /** A message that is too long for the history's share leaves all of it to the passages. */
    @Test
    void whatALongHistoryCannotUseIsThePassages() {
        var grounding = grounding(passage("a".repeat(700)), passage("b".repeat(700)));
        List<StoredMessage> history = Turns.said("x".repeat(1_000), "y".repeat(1_000));
        Prompt prompt = builder.build(new FakeModel(2_000), "question", grounding, history);
        assertEquals(2, prompt.passages().size(), prompt.toString());
        assertEquals(2, prompt.messages().size(), prompt.toString());
    }

    @Test
    void manyPassagesLeaveTheHistoryItsThird() {
        Passage[] many = new Passage[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = passage(i + "a".repeat(180));
        }
        List<StoredMessage> history = Turns.said("x".repeat(200), "y".repeat(200));
        Prompt prompt = builder.build(new FakeModel(2_000), "question", grounding(many), history);
        assertEquals(4, prompt.messages().size(), prompt.toString());
        assertTrue(prompt.passages().size() > 3, prompt.toString());
    }

    private static Passage[] passages(Random random) {
        Passage[] passages = new Passage[random.nextInt(12)];
        for (int i = 0; i < passages.length; i++) {
            passages[i] = passage(i + "p".repeat(random.nextInt(500)));
        }
        return passages;
    }

    private static List<StoredMessage> history(Random random) {
        String[] said = new String[2 * random.nextInt(6)];
        for (int i = 0; i < said.length; i++) {
            said[i] = i + "h".repeat(random.nextInt(random.nextInt(10) == 0 ? 3_000 : 200));
        }
        return Turns.said(said);
    }

    private static List<String> texts(List<StoredMessage> history) {
        return history.stream().map(StoredMessage::content).toList();
    }

    /** What the passages and the words around them take at the most. */
    private static int cost(List<Passage> passages) {
        return FRAME
                + passages.stream()
                        .mapToInt(
                                one ->
                                        "[1] Title – Heading\n".length()
                                                + one.text().length()
                                                + AROUND)
                        .sum();
    }

    /** What the turn before those that were kept takes: a question and its answer. */
    private static int nextTurn(List<StoredMessage> history, int kept) {
        int at = history.size() - kept;
        return history.subList(at - 2, at).stream()
                .mapToInt(one -> one.content().length() + AROUND)
                .sum();
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
    @Tag("COST-08")
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
