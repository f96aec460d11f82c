package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.Conditions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is away: at the start, and in the middle of the day. */
final class OutagesIT {
    /** More than there are locks that a key might wait for. */
    private static final int MANY = 600;

    private final Visitor visitor = new Visitor("acme/desk", "the-session-of-an-outage-1");
    private final OwnDatabase database = new OwnDatabase();
    private final Detour detour = new Detour(OwnDatabase.place());
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
    }

    @AfterEach
    void leave() {
        visitor.close();
        detour.close();
        database.close();
    }

    @Test
    @Tag("OPS-02")
    void aDatabaseThatIsDownAtTheStartIsUsedAsSoonAsItIsThere() {
        conversationsByTheDetour();
        try (var zaaky = installation.serve()) {
            assertEquals(200, visitor.status(zaaky.management("/health/live")));
            assertEquals(503, visitor.status(zaaky.management("/health/ready")));
            assertRefused(zaaky, "storage_unavailable");
            detour.open();
            awaitReady(zaaky, 200);
            assertAnswered(zaaky);
            assertEquals(2, visitor.history(zaaky).size());
            zaaky.stop();
        }
    }

    @Test
    void whileTheConversationsCannotBeStoredNoQuestionIsTaken() {
        conversationsByTheDetour();
        detour.open();
        try (var zaaky = installation.serve()) {
            assertAnswered(zaaky);
            detour.shut();
            assertRefused(zaaky, "storage_unavailable");
            detour.open();
            awaitReady(zaaky, 200);
            assertAnswered(zaaky);
            assertEquals(4, visitor.history(zaaky).size());
            zaaky.stop();
        }
    }

    @Test
    @Tag("DUR-10")
    void aDatabaseThatFallsSilentIsAFailureUntilItIsHeardAgain() {
        conversationsByTheDetour();
        detour.open();
        try (var zaaky = installation.serve()) {
            assertAnswered(zaaky);
            detour.silence();
            assertRefused(zaaky, "storage_unavailable");
            detour.open();
            awaitReady(zaaky, 200);
            assertAnswered(zaaky);
            String history = visitor.history(zaaky).toString();
            assertFalse(history.contains("\"running\""), history);
            zaaky.stop();
        }
    }

    @Test
    @Tag("DUR-10")
    void aSilentDatabaseDoesNotKeepTheServerFromEnding() {
        conversationsByTheDetour();
        detour.open();
        try (var zaaky = installation.serve()) {
            assertAnswered(zaaky);
            detour.silence();
            zaaky.stop();
        }
    }

    /** Those who ask under a key have it looked up in the database first. */
    @Test
    @Tag("DUR-10")
    void aSilentDatabaseOfOneChatbotHoldsUpNobodyOfAnother() {
        installation.server(
                "data-sources: {slow: {url: \"" + database.urlBy(detour.port()) + "\"}}\n");
        installation.organisation(
                """
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    knowledge: {sources: [{path: ../../documents}]}
                  slow:
                    llm: {provider: extractive}
                    conversations: {data-source: slow}
                    limits: {messages-per-minute: 10000}
                """);
        detour.open();
        try (var zaaky = installation.serve();
                var other = new Visitor("acme/slow", "the-session-of-an-outage-2")) {
            other.ask(zaaky, "Hello").complete();
            detour.silence();
            List<CompletableFuture<HttpResponse<String>>> held =
                    IntStream.range(0, MANY)
                            .mapToObj(i -> other.askUnderKey(zaaky, QUESTION, "key-" + i))
                            .toList();
            HttpResponse<String> answer = visitor.askUnderKey(zaaky, QUESTION, "key").join();
            assertEquals(200, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("12 euros"), answer::body);
            assertTrue(
                    held.stream().anyMatch(each -> !each.isDone()),
                    "the answer came after all that wait for the silent database");
            held.forEach(CompletableFuture::join);
            zaaky.stop();
        }
    }

    @Test
    @Tag("DUR-10")
    void aSearchThatFallsSilentEnds() {
        documentsByTheDetour();
        detour.open();
        try (var zaaky = installation.serve()) {
            assertAnswered(zaaky);
            detour.silence();
            JsonNode error = visitor.ask(zaaky, QUESTION).error();
            assertEquals("retrieval_unavailable", error.path("code").asText(), error::toString);
            detour.open();
            awaitReady(zaaky, 200);
            assertAnswered(zaaky);
            zaaky.stop();
        }
    }

    @Test
    @Tag("RES-08")
    void whileTheDocumentsCannotBeSearchedTheVisitorIsToldSo() {
        documentsByTheDetour();
        detour.open();
        try (var zaaky = installation.serve()) {
            assertAnswered(zaaky);
            detour.shut();
            assertRefused(zaaky, "retrieval_unavailable");
            detour.open();
            awaitReady(zaaky, 200);
            assertAnswered(zaaky);
            zaaky.stop();
        }
    }

    private void conversationsByTheDetour() {
        installation.server(
                "data-sources: {main: {url: \"" + database.urlBy(detour.port()) + "\"}}\n");
        installation.desk(EXTRACTIVE);
    }

    private void documentsByTheDetour() {
        installation.server(
                "data-sources: {search: {url: \"" + database.urlBy(detour.port()) + "\"}}\n");
        installation.desk(EXTRACTIVE, "retrieval: {provider: pgvector, data-source: search}");
    }

    private void assertAnswered(ZaakyProcess zaaky) {
        Told told = visitor.ask(zaaky, QUESTION);
        assertTrue(told.text().contains("12 euros"), told::toString);
    }

    /** Both ways to ask say the same, and nothing of what is behind it. */
    private void assertRefused(ZaakyProcess zaaky, String code) {
        JsonNode error = visitor.ask(zaaky, QUESTION).error();
        assertEquals(code, error.path("code").asText(), error::toString);
        assertTrue(error.path("retryable").asBoolean(), error::toString);
        assertFalse(error.toString().contains("refused"), error::toString);
        HttpResponse<String> plain = visitor.askPlainly(zaaky, QUESTION);
        assertEquals(503, plain.statusCode(), plain::body);
        JsonNode problem = Visitor.json(plain.body());
        assertEquals(code, problem.path("code").asText(), plain::body);
        assertEquals("Chat service unavailable", problem.path("detail").asText(), plain::body);
        assertTrue(zaaky.log().contains(problem.path("request_id").asText()), zaaky.log());
    }

    private void awaitReady(ZaakyProcess zaaky, int status) {
        Conditions.await(
                "/health/ready with " + status,
                () -> visitor.status(zaaky.management("/health/ready")),
                seen -> seen == status);
    }
}
