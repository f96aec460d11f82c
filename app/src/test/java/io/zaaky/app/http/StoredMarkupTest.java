package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and pictures that were uploaded as documents, and all calls that tell of documents. */
class StoredMarkupTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String SESSION = "a-session-that-asks-for-markup";
    private static final String QUESTION = "What does a berth for a night cost?";
    private static final String MARKUP =
            "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script>"
                    + "<p>A berth for a night costs 31 euros.</p></svg>";

    private static StubUpstream model;
    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        model = StubUpstream.start(StubUpstream.openAi().tokens(MARKUP, " [1]").finish("stop"));
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        admin-keys: ["%s"]
                        chatbots:
                          bot:
                            llm: {provider: openai, base-url: '%s', model: m}
                            limits: {messages-per-minute: 1000000}
                        """
                                .formatted(KeyHashes.of(KEY), model.uri("/v1")));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    @ParameterizedTest
    @Tag("WEB-13")
    @ValueSource(
            strings = {
                "%s",
                "<!doctype html><html><body onload=alert(1)>%s</body></html>",
                "%%PDF-1.4\n<html>%s\n%%%%EOF",
                "GIF89a/*%s*/=1;"
            })
    void whatWasUploadedIsDataInEveryAnswer(String form) {
        String content = form.formatted(MARKUP);
        for (String type :
                List.of(
                        "application/pdf",
                        "text/plain",
                        "text/html",
                        "image/svg+xml",
                        "text/csv")) {
            String id = type.replaceAll("[^a-z]", "-") + "/a.svg";
            assertData(
                    call(
                            "PUT",
                            BOT + "/documents/" + id,
                            content,
                            type,
                            "<script>alert(1)</script>"));
            assertAllCalls(id);
        }
    }

    /** Those of the table of all calls that tell of documents, and the visitors' own. */
    private static void assertAllCalls(String id) {
        JsonNode complete = server.lastEvent("acme/bot", QUESTION, SESSION);
        String conversation =
                RunningServer.json(get(BOT + "/conversations").body())
                        .path("conversations")
                        .path(0)
                        .path("id")
                        .asText();
        assertFalse(conversation.isEmpty(), "no conversation");
        for (String route : ExpectedRoutes.GUARDED.keySet()) {
            if (route.startsWith("GET ") && !route.contains("/platform/")) {
                String path =
                        route.substring("GET ".length())
                                .replace("{org}", "acme")
                                .replace("{chatbot}", "bot")
                                .replace("{+id}", id)
                                .replace("{job}", "none")
                                .replace("{message}", complete.path("message_id").asText())
                                .replace("{conversation}", conversation);
                assertFalse(path.contains("{"), path);
                assertData(get(path));
            }
        }
        String query = "{\"query\":\"" + QUESTION + "\"}";
        HttpResponse<String> found =
                call("POST", BOT + "/search", query, "application/json", "title");
        assertEquals(200, found.statusCode(), found.body());
        assertData(found);
        String question = RunningServer.body("acme/bot", QUESTION, SESSION);
        for (String path : List.of("", "/stream", "/chunked")) {
            assertData(
                    call("POST", "/api/public/chat" + path, question, "application/json", "title"));
        }
        assertData(
                server.get(
                        "/api/public/chat/history?chatbot_id=acme/bot", "X-Session-Id", SESSION));
    }

    /** No browser takes it for a page, a picture or a script. */
    private static void assertData(HttpResponse<String> answer) {
        String where = answer.request().uri() + ": " + answer.headers();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertTrue(
                type.matches(
                        "(application/json|application/problem\\+json|application/jsonl"
                                + "|text/event-stream)(;.*)?"),
                where);
        assertEquals(
                List.of("nosniff"), answer.headers().allValues("X-Content-Type-Options"), where);
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'; "), where);
        assertTrue(policy.contains("sandbox"), where);
    }

    private static HttpResponse<String> get(String path) {
        return server.get(path, "Authorization", "Bearer " + KEY);
    }

    private static HttpResponse<String> call(
            String method, String path, String body, String type, String title) {
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", type)
                        .header("X-Title", title)
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }
}
