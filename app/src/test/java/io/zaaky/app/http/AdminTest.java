package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an organisation's administrators may do, and others may not. */
class AdminTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String OTHERS = "zk_a-key-of-the-other-organisation";
    private static final String QUERY = "{\"query\": \"What does a membership cost?\"}";

    @TempDir Path folder;

    private RunningServer start() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("fees.md"), "# Fees\n\nA membership costs 12 euros.\n");
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(orgs.resolve("other.yaml"), organisation(OTHERS));
        return RunningServer.start(folder, "", organisation(KEY));
    }

    private static String organisation(String key) {
        return """
        admin-keys: ["%s"]
        chatbots:
          bot:
            llm: {provider: extractive}
            knowledge: {sources: [{path: ../../documents}]}
        """
                .formatted(KeyHashes.of(key));
    }

    @Test
    void aSearchShowsWhatAnAnswerWouldRestOn() throws IOException {
        try (var server = start()) {
            HttpResponse<String> response =
                    search(server, "acme/chatbots/bot", "Bearer " + KEY, QUERY);
            assertEquals(200, response.statusCode(), response.body());
            JsonNode found = RunningServer.json(response.body());
            JsonNode passage = found.path("passages").path(0);
            assertEquals("fees.md", passage.path("id").asText(), response.body());
            assertEquals("A membership costs 12 euros.", passage.path("text").asText());
            assertEquals(5, passage.path("start").asInt(), "behind the heading");
            assertEquals(33, passage.path("end").asInt(), response.body());
            assertEquals("What does a membership cost?", found.path("queries").path(0).asText());
            JsonNode answer =
                    server.lastEvent(
                            "acme/bot",
                            "What does a membership cost?",
                            "a-session-that-is-long-enough");
            assertEquals(answer.path("context_quality"), found.path("context_quality"));
            assertEquals(
                    answer.path("sources").path(0).path("score"),
                    passage.path("score"),
                    answer::toString);
        }
    }

    @ParameterizedTest
    @Tag("SEC-03")
    @Tag("SEC-04")
    @Tag("OPS-07")
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Basic " + KEY,
                KEY,
                "Bearer " + OTHERS,
                "Bearer ' OR 1=1 --",
                "Bearer {{7*7}}",
                "Bearer sha256:0"
            })
    void whoHasNoKeyOfTheOrganisationLearnsNothing(String authorization) throws IOException {
        try (var server = start()) {
            String known = refused(server, "acme/chatbots/bot", authorization);
            assertEquals(known, refused(server, "acme/chatbots/nobody", authorization));
            assertEquals(known, refused(server, "nobody/chatbots/bot", authorization));
        }
    }

    private static String refused(RunningServer server, String path, String authorization) {
        HttpResponse<String> response = search(server, path, authorization, QUERY);
        assertEquals(401, response.statusCode(), response.body());
        assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
        assertFalse(response.body().contains("zk_"), response.body());
        return response.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void aChatbotThatIsNotThereIsTold() throws IOException {
        try (var server = start()) {
            HttpResponse<String> response =
                    search(server, "acme/chatbots/nobody", "bearer " + KEY, QUERY);
            assertEquals(404, response.statusCode(), response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"query\": \" \"}",
                "{\"query\": 7}",
                "{\"query\": \"x\", \"top_k\": 0}",
                "{\"query\": \"x\", \"top_k\": 101}",
                "{\"query\": \"x\", \"top_k\": \"5\"}"
            })
    void aSearchThatIsWrongIsRefused(String body) throws IOException {
        try (var server = start()) {
            HttpResponse<String> response =
                    search(server, "acme/chatbots/bot", "Bearer " + KEY, body);
            assertEquals(422, response.statusCode(), response.body());
            assertTrue(response.body().contains("\"field\":"), response.body());
        }
    }

    @Test
    void aKeyThatTheConfigurationHasNoMoreIsRefusedAfterAReload() throws IOException {
        try (var server = start()) {
            Files.writeString(folder.resolve("config/orgs/acme.yaml"), organisation("zk_new"));
            assertTrue(server.reload().isEmpty());
            Conditions.await(
                    "the new key",
                    () -> search(server, "acme/chatbots/bot", "Bearer zk_new", QUERY).statusCode(),
                    status -> status == 200);
            refused(server, "acme/chatbots/bot", "Bearer " + KEY);
        }
    }

    private static HttpResponse<String> search(
            RunningServer server, String path, String authorization, String body) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/api/orgs/" + path + "/search"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", authorization)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }
}
