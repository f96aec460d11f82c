package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event's id leads back to its answer, and to nothing else of the conversation. */
class SessionSecrecyTest {
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String OTHER = "another-session-that-is-long-enough";
    private static final String HEADER = "X-Session-Id";

    @TempDir Path folder;
    private StubUpstream upstream;
    private RunningServer server;

    @BeforeEach
    void start() {
        upstream =
                StubUpstream.start(
                        StubUpstream.openAi()
                                .tokens("\"session_id\":\"x\"", " is a field")
                                .finish("stop")
                                .usage(3, 1));
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          bot: &bot
                            llm: {provider: openai, base-url: '%s', model: m}
                            streaming: {resume-grace: 1h}
                          two: *bot
                          any:
                            <<: *bot
                            sessions: {accept: any}
                        """
                                .formatted(upstream.uri("/v1")));
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    @Test
    @Tag("TEN-06")
    void whoHasTheEventsIdAloneIsNotToldTheSession() {
        String message = ask("acme/bot", SESSION);
        for (String query : new String[] {"", "?session_id=weak", "?chatbot_id=acme/bot"}) {
            HttpResponse<String> response = resume(message, query);
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.headers().firstValue(HEADER).isEmpty(), query);
            assertFalse(response.body().contains(SESSION), response.body());
            ObjectNode last = last(response);
            assertFalse(last.has("session_id"), last::toString);
            assertEquals("\"session_id\":\"x\" is a field", last.path("content").asText());
        }
    }

    @Test
    @Tag("TEN-16")
    void noCacheMayKeepWhatASessionIsAnswered() {
        String history = "/api/public/chat/history?chatbot_id=acme/bot";
        var answers =
                List.of(
                        server.chat(RunningServer.body("acme/bot", "Hi", SESSION)),
                        server.get(history, HEADER, SESSION),
                        server.get("/api/public/chatbots/acme/bot", HEADER, SESSION),
                        server.send(
                                HttpRequest.newBuilder(server.uri(history))
                                        .header(HEADER, SESSION)
                                        .DELETE()
                                        .build()));
        for (HttpResponse<String> answer : answers) {
            assertTrue(answer.statusCode() < 300, answer.body());
            assertEquals(
                    "no-store",
                    answer.headers().firstValue("Cache-Control").orElse("nothing"),
                    answer.uri() + ": " + answer.body());
        }
    }

    @Test
    void whoHasTheSessionTooGetsTheSameFramesAsTheFirstTime() {
        String message = ask("acme/bot", SESSION);
        HttpResponse<String> byQuery = resume(message, "?session_id=" + SESSION);
        HttpResponse<String> byHeader = resume(message, "", HEADER, SESSION);
        HttpResponse<String> alone = resume(message, "");
        for (HttpResponse<String> response : java.util.List.of(byQuery, byHeader)) {
            assertEquals(SESSION, response.headers().firstValue(HEADER).orElse(""));
            assertEquals(SESSION, last(response).path("session_id").asText());
        }
        assertEquals(byQuery.body(), byHeader.body());
        ObjectNode rest = last(byQuery);
        rest.remove("session_id");
        assertEquals(rest.toString(), last(alone).toString());
    }

    @Test
    @Tag("TEN-06")
    void aWrongSessionIsRefusedWhereverItStands() {
        String message = ask("acme/bot", SESSION);
        assertEquals(404, resume(message, "?session_id=" + OTHER).statusCode());
        assertEquals(404, resume(message, "", HEADER, OTHER).statusCode());
        assertEquals(404, resume(message, "?session_id=" + SESSION, HEADER, OTHER).statusCode());
        String any = ask("acme/any", "bob");
        assertEquals(404, resume(any, "?session_id=eve").statusCode());
        assertEquals("bob", last(resume(any, "?session_id=bob")).path("session_id").asText());
        assertFalse(resume(any, "").body().contains("bob"));
    }

    @Test
    @Tag("TEN-06")
    void anEventsIdWithAnotherChatbotLeadsNowhere() {
        String message = ask("acme/bot", SESSION);
        for (String chatbot : new String[] {"acme/two", "acme/nobody", "other/bot", "x", ""}) {
            HttpResponse<String> response = resume(message, "?chatbot_id=" + chatbot);
            assertEquals(404, response.statusCode(), chatbot);
            assertTrue(response.body().contains("\"not_found\""), response.body());
        }
        assertEquals(200, resume(message, "?chatbot_id=acme/bot").statusCode());
        assertEquals(204, resume("unknown", "?chatbot_id=acme/two").statusCode());
    }

    private String ask(String chatbot, String session) {
        return server.lastEvent(chatbot, "Hi, what is up today?", session)
                .path("message_id")
                .asText();
    }

    private HttpResponse<String> resume(String message, String query, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Last-Event-ID";
        all[headers.length + 1] = message + ":0";
        return server.get("/api/public/chat/stream" + query, all);
    }

    private static ObjectNode last(HttpResponse<String> response) {
        return (ObjectNode)
                RunningServer.events(response.body().lines())
                        .reduce((_, last) -> last)
                        .orElseThrow(() -> new AssertionError("no event: " + response.body()));
    }
}
