package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two organisations that share an embedding model and the room for uploads. */
class NeighboursTest {
    private static final String KEY = "zk_a-key-that-nobody-guesses";
    private static final String SEARCH = "/api/orgs/acme/chatbots/bot/search";
    private static final String QUESTION = "When does the ferry leave from pier number ";

    /** Calls of a remote model at once, and how many of them one of several organisations gets. */
    private static final int CALLS = 16;

    private static final int SHARE = 12;

    /** Uploads of one organisation that arrive at once. */
    private static final int UPLOADS = 2;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at nine.");
        Files.createDirectories(folder.resolve("config/orgs"));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("COST-14")
    void aFloodOfQuestionsLeavesTheEmbeddingModelToTheOthers() throws IOException {
        try (var vectors = StubUpstream.start(held());
                var server = start(vectors)) {
            for (int i = 0; i < 2 * CALLS; i++) {
                assertEquals(200, open(server, "acme/bot", i).statusCode(), "question " + i);
            }
            awaitQuestions(vectors, SHARE);
            HttpResponse<Stream<String>> other = open(server, "other/bot", 1000);
            List<String> asked = awaitQuestions(vectors, SHARE + 1);
            assertEquals(SHARE + 1, asked.size());
            assertTrue(asked.getLast().contains("pier number 1000"), asked::toString);
            for (int i = 0; i < 3 * CALLS; i++) {
                vectors.release();
            }
            assertEquals("complete", last(other).path("type").asText());
        }
    }

    @Test
    @Tag("COST-14")
    void anAdministratorsSearchesAreAFewAtATime() throws IOException {
        try (var vectors = StubUpstream.start(held());
                var server = start(vectors)) {
            List<CompletableFuture<HttpResponse<String>>> searches = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpRequest search = search(server, i);
                searches.add(CompletableFuture.supplyAsync(() -> server.send(search), threads));
            }
            Conditions.await(
                    "those that are turned away at once",
                    () -> searches.stream().filter(CompletableFuture::isDone).count(),
                    done -> done == 13); // three are under way and 24 wait
            assertEquals(3, questions(vectors).size());
            for (var search : searches) {
                if (search.isDone()) {
                    HttpResponse<String> refused = search.join();
                    assertEquals(503, refused.statusCode(), refused.body());
                    assertTrue(refused.body().contains("\"overloaded\""), refused.body());
                    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
                }
            }
            for (int i = 0; i < 3; i++) {
                vectors.release();
            }
            Conditions.await(
                    "three that are answered",
                    () -> searches.stream().filter(each -> isAnswered(each)).count(),
                    answered -> answered == 3);
        }
    }

    private static boolean isAnswered(CompletableFuture<HttpResponse<String>> search) {
        return search.isDone() && search.join().statusCode() == 200;
    }

    @Test
    @Tag("COST-14")
    @Tag("RES-09")
    void whereTooManyWaitForTheModelOneIsToldBeforeTheStreamAndOnlyOfThatOrganisation()
            throws IOException {
        StubScript slow =
                StubUpstream.openAi()
                        .delayHeaders(
                                Duration.ofSeconds(3), call -> call.body().contains("number 0\""))
                        .holdHeaders(
                                call -> isQuestion(call) && !call.body().contains("number 0\""))
                        .embeddings();
        try (var vectors = StubUpstream.start(slow);
                var server = start(vectors)) {
            assertEquals("complete", last(open(server, "acme/bot", 0)).path("type").asText());
            List<HttpResponse<Stream<String>>> asked = new ArrayList<>();
            int refused = 0;
            for (int i = 1; i < 500 && refused == 0; i++) {
                HttpResponse<Stream<String>> answer = open(server, "acme/bot", i);
                if (answer.statusCode() == 503) {
                    refused = i;
                    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                    String said = String.join("", answer.body().toList());
                    assertTrue(said.contains("\"overloaded\""), said);
                } else {
                    asked.add(answer);
                }
            }
            // 3 s each, 12 at a time: where 20 wait, the next one would have to wait for 5 s
            assertTrue(refused > SHARE + 20, "the first that was refused is number " + refused);
            assertEquals(200, open(server, "other/bot", 1000).statusCode());
            JsonNode late = last(asked.getLast());
            assertEquals("retrieval_unavailable", late.path("code").asText(), late::toString);
            assertTrue(late.path("retryable").asBoolean(), late::toString);
        }
    }

    @Test
    @Tag("HTTP-04")
    @Tag("COST-14")
    void uploadsThatDripKeepNobodyElsesOutAndAreEnded() throws IOException {
        List<RawVisitor> drips = new ArrayList<>();
        try (var vectors = StubUpstream.start(StubUpstream.openAi().embeddings());
                var server = start(vectors)) {
            for (int i = 0; i < 8; i++) {
                var drip = RawVisitor.of(server.port());
                drips.add(drip);
                drip.send(
                        """
                        PUT /api/orgs/acme/chatbots/bot/documents/drip%d.txt HTTP/1.1\r
                        Host: x\r
                        Authorization: Bearer %s\r
                        Content-Type: text/plain\r
                        Content-Length: 1000000\r
                        Expect: 100-continue\r
                        \r
                        """
                                .formatted(i, KEY));
                if (i < UPLOADS) {
                    drip.readUntil("100 Continue"); // it has its turn
                }
            }
            HttpResponse<String> put =
                    server.send(
                            HttpRequest.newBuilder(
                                            server.uri(
                                                    "/api/orgs/other/chatbots/bot/documents/a.txt"))
                                    .header("Authorization", "Bearer " + KEY)
                                    .header("Content-Type", "text/plain")
                                    .PUT(BodyPublishers.ofString("The bus leaves at ten."))
                                    .build());
            assertEquals(201, put.statusCode(), put.body());
            assertTrue(drips.getFirst().isEndedWhileSending("x"), "a drip is still open");
        } finally {
            drips.forEach(RawVisitor::close);
        }
    }

    private RunningServer start(StubUpstream vectors) throws IOException {
        String organisation =
                """
                admin-keys: ["%s"]
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    limits: {concurrent-answers: 1000, messages-per-minute: 1000}
                    knowledge: {sources: [{path: '%s'}]}
                    retrieval:
                      embedding: {provider: openai, base-url: "%s", model: e, dimensions: 32}
                """
                        .formatted(
                                KeyHashes.of(KEY), folder.resolve("documents"), vectors.uri("/v1"));
        Files.writeString(folder.resolve("config/orgs/other.yaml"), organisation);
        return RunningServer.start(folder, "server: {shutdown-grace: 0s}\n", organisation);
    }

    private static StubScript held() {
        return StubUpstream.openAi().holdHeaders(NeighboursTest::isQuestion).embeddings();
    }

    private static boolean isQuestion(StubCall call) {
        return call.body().contains(QUESTION);
    }

    private static List<String> awaitQuestions(StubUpstream vectors, int number) {
        return Conditions.await(
                "questions that are embedded",
                () -> questions(vectors),
                asked -> asked.size() >= number);
    }

    private static List<String> questions(StubUpstream vectors) {
        return IntStream.range(0, vectors.calls())
                .mapToObj(vectors::call)
                .filter(NeighboursTest::isQuestion)
                .map(StubCall::body)
                .toList();
    }

    private static HttpResponse<Stream<String>> open(
            RunningServer server, String chatbot, int number) {
        return server.open(chatbot, QUESTION + number, "a-session-that-is-long-enough-" + number);
    }

    private static JsonNode last(HttpResponse<Stream<String>> answer) {
        return RunningServer.events(answer.body()).reduce((_, last) -> last).orElseThrow();
    }

    private static HttpRequest search(RunningServer server, int number) {
        return HttpRequest.newBuilder(server.uri(SEARCH))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"" + QUESTION + number + "\"}"))
                .build();
    }
}
