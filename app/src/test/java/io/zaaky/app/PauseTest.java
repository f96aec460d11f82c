package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.config.KeyHashes;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chatbot that its owner has paused, as visitors see it. */
class PauseTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String OTHER = "another-session-that-is-long-enough";
    private static final String QUESTION = "What does a membership cost?";
    private static final String CHAT = "/api/public/chat";
    private static final String SENTENCE = "We are back on Monday.";

    @TempDir Path folder;

    private final String stageName = UUID.randomUUID().toString();
    private final Stage stage = Stage.of(stageName);

    @BeforeEach
    void install() throws IOException {
        Stage.install(folder.resolve("plugins"));
    }

    @AfterEach
    void everythingWasClosed() throws InterruptedException {
        stage.awaitOpen(Set.of());
    }

    private RunningServer start(boolean held, String... more) {
        return RunningServer.start(folder, "", acme(held, more));
    }

    private String acme(boolean held, String... more) {
        return """
        admin-keys: ["%1$s"]
        chatbots:
          bot:
            llm: {provider: staged, stage: %2$s, says: old, held: %3$s}
            retrieval: {provider: staged, stage: %2$s, name: old}
            answering: {when-none: answer}
            limits: {messages-per-minute: 1000}
            %4$s
          other:
            llm: {provider: extractive}
            answering: {when-none: answer}
        """
                .formatted(KeyHashes.of(KEY), stageName, held, String.join("\n", more));
    }

    private static final String WIDGET = "widget: {paused: " + SENTENCE + "}";

    private static int change(RunningServer server, String change) {
        return server.send(
                        HttpRequest.newBuilder(server.uri("/api/orgs/acme/chatbots/bot/" + change))
                                .header("Authorization", "Bearer " + KEY)
                                .POST(BodyPublishers.noBody())
                                .build())
                .statusCode();
    }

    private static void refused(HttpResponse<String> response, String sentence) {
        assertEquals(503, response.statusCode(), response.body());
        JsonNode problem = RunningServer.json(response.body());
        assertEquals("paused", problem.path("code").asText());
        assertEquals(sentence, problem.path("detail").asText());
    }

    private static void refusedEachWay(RunningServer server, String sentence) {
        String body = RunningServer.body("acme/bot", QUESTION, SESSION);
        for (String way : List.of("", "/stream", "/chunked")) {
            refused(server.send(server.post(CHAT + way, body)), sentence);
        }
        refused(
                server.get(
                        CHAT + "/stream?chatbot_id=acme/bot&message=Hello&session_id=" + SESSION),
                sentence);
    }

    private static JsonNode shown(RunningServer server) {
        return RunningServer.json(server.get("/api/public/chatbots/acme/bot").body());
    }

    @Test
    void itAnswersNobodyByNoWayUntilItIsResumed() {
        try (var server = start(false, WIDGET)) {
            assertTrue(shown(server).path("paused").isMissingNode());
            assertEquals(204, change(server, "pause"));
            refusedEachWay(server, SENTENCE);
            assertEquals(SENTENCE, shown(server).path("paused").asText());
            assertEquals(0, server.history("acme/bot", SESSION).size());
            assertEquals(
                    200,
                    server.chat(RunningServer.body("acme/other", "Hello", OTHER)).statusCode());
            assertEquals(204, change(server, "resume"));
            assertEquals(
                    "old.",
                    server.lastEvent("acme/bot", QUESTION, SESSION).path("content").asText());
        }
    }

    @Test
    void withoutASentenceOfItsOwnItSaysAPlainOne() {
        try (var server = start(false)) {
            change(server, "pause");
            refusedEachWay(server, "This chat is paused at the moment. Please try again later.");
        }
    }

    @Test
    void itStaysPausedOverAReloadAndARestart() throws IOException {
        try (var server = start(false, WIDGET)) {
            change(server, "pause");
            Files.writeString(
                    folder.resolve("config/orgs/acme.yaml"),
                    acme(false, "greeting: Hello", "    widget: {paused: Closed.}"));
            assertEquals(List.of(), server.reload());
            refusedEachWay(server, "Closed.");
        }
        try (var server = start(false, WIDGET)) {
            refusedEachWay(server, SENTENCE);
            assertTrue(
                    server.management("/metrics")
                            .body()
                            .contains("zaaky_chatbot_paused{chatbot=\"bot\",org=\"acme\""),
                    () -> server.management("/metrics").body());
            change(server, "resume");
        }
        try (var server = start(false, WIDGET)) {
            assertFalse(shown(server).has("paused"));
        }
    }

    @Test
    void anAnswerUnderWayEndsAsUsualAndCanBeComeBackTo() {
        try (var server = start(true, WIDGET)) {
            Iterator<JsonNode> answer =
                    RunningServer.events(server.open("acme/bot", QUESTION, SESSION).body())
                            .iterator();
            assertEquals("old", answer.next().path("content").asText());
            assertEquals(204, change(server, "pause"));
            stage.release();
            assertEquals(".", answer.next().path("content").asText());
            assertEquals("complete", answer.next().path("type").asText());
            List<JsonNode> said = server.history("acme/bot", SESSION);
            assertEquals("complete", said.getLast().path("state").asText());
        }
    }

    @Test
    void aQuestionThatWasAnsweredUnderItsKeyIsStillAnsweredFromWhatIsKnown() {
        try (var server = start(false, WIDGET)) {
            String body = RunningServer.body("acme/bot", QUESTION, SESSION);
            assertEquals(200, underKey(server, body, "the-first-key").statusCode());
            change(server, "pause");
            assertEquals(200, underKey(server, body, "the-first-key").statusCode());
            refused(underKey(server, body, "another-key"), SENTENCE);
        }
    }

    private static HttpResponse<String> underKey(RunningServer server, String body, String key) {
        return server.send(
                HttpRequest.newBuilder(server.post(CHAT, body), (_, _) -> true)
                        .header("Idempotency-Key", key)
                        .build());
    }

    @Test
    void itsAdministratorsGoOnAndSeeThatItIsPaused() {
        try (var server = start(false, WIDGET)) {
            change(server, "pause");
            var shown = server.get("/api/orgs/acme", "Authorization", "Bearer " + KEY).body();
            JsonNode chatbots = RunningServer.json(shown).path("chatbots");
            assertTrue(chatbots.path(0).path("paused").asBoolean(), shown);
            assertFalse(chatbots.path(1).path("paused").asBoolean(), shown);
            String health = server.management("/health/ready").body();
            assertTrue(health.contains("\"chatbots\":\"1\""), health);
        }
    }
}
