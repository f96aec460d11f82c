package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's bad day looks like from outside. */
final class BadDaysIT {
    private static final String INDEXED = " documents (";

    private final Visitor visitor = new Visitor("acme/desk", "the-session-of-a-bad-day-1");
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.desk(EXTRACTIVE);
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    void documentsThatComeChangeAndGoAreNoticedWhileItRuns() {
        try (var zaaky = installation.serve()) {
            String question = "Where can I park my bicycle?";
            installation.document(
                    "parking.md", "# Parking\n\nPark your bicycle in the north yard.\n");
            awaitAnswer(zaaky, question, "north yard");
            installation.document(
                    "parking.md", "# Parking\n\nPark your bicycle behind the chapel.\n");
            JsonNode changed = awaitAnswer(zaaky, question, "behind the chapel");
            assertFalse(changed.toString().contains("north yard"), changed::toString);
            installation.removeDocument("parking.md");
            Conditions.await(
                    "an answer without the document",
                    () -> answer(zaaky, question),
                    answer -> !Told.sources(answer).contains("parking.md"));
            zaaky.stop();
        }
    }

    @Test
    void whenTheLastDocumentIsGoneTheChatbotHasNothingUntilThereIsOneAgain() {
        installation.desk(EXTRACTIVE, "answering: {refusal: I have nothing about that.}");
        try (var zaaky = installation.serve()) {
            awaitAnswer(zaaky, QUESTION, "12 euros");
            installation.removeDocument("membership.md");
            installation.removeDocument("opening.md");
            JsonNode without =
                    Conditions.await(
                            "an answer without documents",
                            () -> answer(zaaky, QUESTION),
                            answer ->
                                    answer.at("/context_quality/reasons/0")
                                            .asText()
                                            .equals("This chatbot has no documents."));
            assertEquals(
                    "I have nothing about that.",
                    without.path("content").asText(),
                    without::toString);
            installation.document("membership.md", "# Membership\n\nIt costs 15 euros a month.\n");
            awaitAnswer(zaaky, "What does a membership cost?", "15 euros");
            zaaky.stop();
        }
    }

    @Test
    @Tag("DUR-06")
    void aFullDiskRefusesQuestionsAndChangesUntilThereIsRoomAgain() {
        try (var zaaky = installation.serve()) {
            awaitAnswer(zaaky, QUESTION, "12 euros");
            zaaky.limitFiles("0");
            for (int i = 0; i < 6; i++) {
                JsonNode error = visitor.ask(zaaky, QUESTION).error();
                assertEquals("storage_unavailable", error.path("code").asText(), error::toString);
                assertEquals(2, visitor.history(zaaky).size(), "what is there can still be read");
            }
            installation.document("parking.md", "# Parking\n\nPark in the north yard.\n");
            Conditions.await(
                    "a word about the index",
                    zaaky::log,
                    log -> log.contains("documents cannot be indexed, trying again"));
            zaaky.limitFiles("unlimited");
            awaitAnswer(zaaky, QUESTION, "12 euros");
            awaitAnswer(zaaky, "Where can I park?", "north yard");
            zaaky.stop();
        }
    }

    @Test
    void aRestartDoesNotIndexWhatHasNotChanged() {
        assertTrue(logOfOneRun().contains("2" + INDEXED), "the first start indexes");
        String second = logOfOneRun();
        assertFalse(second.contains(INDEXED), second);
        installation.document("opening.md", "# Opening hours\n\nThe library opens at ten.\n");
        String third = logOfOneRun();
        assertTrue(third.contains("1" + INDEXED), third);
    }

    private String logOfOneRun() {
        try (var zaaky = installation.serve()) {
            assertTrue(visitor.ask(zaaky, QUESTION).text().contains("12 euros"));
            zaaky.stop();
            return zaaky.log();
        }
    }

    @Test
    void anEmptyFolderIsWarnedOfAndTheChatbotSaysThatItHasNothing() throws IOException {
        installation.removeDocument("membership.md");
        installation.removeDocument("opening.md");
        assertTrue(Files.isDirectory(installation.documents()));
        installation.desk(EXTRACTIVE, "answering: {refusal: I have nothing about that.}");
        try (var zaaky = installation.serve()) {
            assertTrue(zaaky.log().contains("there are no documents in"), zaaky.log());
            Told told = visitor.ask(zaaky, QUESTION);
            assertEquals("I have nothing about that.", told.complete().path("content").asText());
            assertEquals("refused", told.complete().path("finish_reason").asText());
            assertEquals("none", told.complete().at("/context_quality/verdict").asText());
            assertTrue(told.sources().isEmpty(), told::toString);
            zaaky.stop();
        }
    }

    @Test
    @Tag("OPS-01")
    void anAnswerUnderWayIsFinishedBeforeItStops() throws Exception {
        var script = StubUpstream.openAi().tokens("Twelve ").hold().tokens("euros.");
        try (var model = StubUpstream.start(script.finish("stop").usage(1, 2));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            installation.desk(
                    "llm: {provider: openai, model: stub, base-url: \"%s\"}"
                            .formatted(model.uri("/v1")));
            try (var zaaky = installation.serve()) {
                var first = new CountDownLatch(1);
                var told =
                        CompletableFuture.supplyAsync(
                                () -> visitor.ask(zaaky, QUESTION, _ -> first.countDown()),
                                threads);
                assertTrue(first.await(60, TimeUnit.SECONDS), "no first token");
                zaaky.terminate();
                awaitReady(zaaky, 503);
                try (var newcomer = new Visitor("acme/desk", "the-session-of-a-latecomer")) {
                    var refused = newcomer.askPlainly(zaaky, QUESTION);
                    assertEquals(503, refused.statusCode(), refused::body);
                    assertTrue(refused.body().contains("shutting_down"), refused::body);
                }
                model.release();
                Told whole = told.get(60, TimeUnit.SECONDS);
                assertEquals("Twelve euros.", whole.complete().path("content").asText());
                zaaky.stop();
            }
        }
    }

    private void awaitReady(ZaakyProcess zaaky, int status) {
        Conditions.await(
                "/health/ready with " + status,
                () -> visitor.status(zaaky.management("/health/ready")),
                seen -> seen == status);
    }

    private JsonNode awaitAnswer(ZaakyProcess zaaky, String question, String text) {
        return Conditions.await(
                "an answer with '" + text + "'",
                () -> answer(zaaky, question),
                answer -> answer.path("content").asText().contains(text));
    }

    private JsonNode answer(ZaakyProcess zaaky, String question) {
        return Visitor.json(visitor.askPlainly(zaaky, question).body());
    }
}
