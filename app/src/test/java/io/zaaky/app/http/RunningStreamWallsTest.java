package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While an answer of {@code zeta/vault} is streamed, others know its ids and not its session: a
 * visitor of the same chatbot, and somebody of another organisation.
 */
@Tag("TEN-06")
class RunningStreamWallsTest {
    private static final String CHAT = "/api/public/chat";
    private static final String SESSION = "X-Session-Id";
    private static final String VISITORS = "the-session-of-whoever-has-asked";
    private static final String VAULT = "zeta/vault";

    private TwoOrganisations both;
    private Iterator<JsonNode> events;
    private String message;
    private String unknown;

    @BeforeEach
    void start(@TempDir Path folder) {
        both =
                new TwoOrganisations(
                        folder,
                        StubUpstream.openAi()
                                .tokens("Ask", " the")
                                .hold()
                                .tokens(" numbats", ".")
                                .finish("stop")
                                .usage(20, 4));
        HttpResponse<Stream<String>> asked =
                both.server().open(VAULT, TwoOrganisations.THEIR_QUESTION, VISITORS);
        message = asked.headers().firstValue("X-Message-Id").orElseThrow();
        unknown = "x".repeat(message.length() - 8) + message.substring(message.length() - 8);
        events = RunningServer.events(asked.body()).iterator();
        assertEquals("Ask", events.next().path("content").asText());
        assertEquals(" the", events.next().path("content").asText());
    }

    @AfterEach
    void stop() {
        both.close();
    }

    /** What others have: secrets of their own, and what they know of the answer. */
    private List<String> secrets() {
        return List.of(
                "the-session-of-somebody-else",
                VISITORS + "x",
                VISITORS.toUpperCase(Locale.ROOT),
                message,
                message + ":0",
                "weak",
                VAULT,
                TwoOrganisations.OWNER,
                TwoOrganisations.THEIR_OWNER);
    }

    private void itRuns() {
        assertFalse(both.upstream().call(0).isClosed(), "the model's call was closed");
        assertEquals("running", state());
    }

    private String state() {
        return both.server().history(VAULT, VISITORS).getLast().path("state").asText();
    }

    /** The rest comes as it would have come anyway. */
    private void itEndsAsIfNothingHadBeen() {
        itRuns();
        both.upstream().release();
        assertEquals(" numbats", events.next().path("content").asText());
        assertEquals(".", events.next().path("content").asText());
        JsonNode last = events.next();
        assertEquals("complete", last.path("type").asText(), last::toString);
        assertEquals("stop", last.path("finish_reason").asText(), last::toString);
        assertEquals("Ask the numbats.", last.path("content").asText());
        assertEquals(VISITORS, last.path("session_id").asText());
        assertFalse(events.hasNext());
        assertEquals(2, both.server().history(VAULT, VISITORS).size());
        assertEquals("complete", state());
        assertEquals(1, both.prompts("zeta").size(), "asked once");
        JsonNode listed =
                both.json(
                        TwoOrganisations.THEIR_OWNER, TwoOrganisations.THEIRS + "/conversations");
        JsonNode conversation = listed.path("conversations").path(0);
        assertEquals(0, conversation.path("ratings").path("down").asInt(), listed::toString);
        assertEquals(1, conversation.path("outcomes").path("complete").asInt(), listed::toString);
    }

    private String about(String path, String id, String session, String more) {
        String body = "{\"message_id\":\"%s\",\"session_id\":\"%s\"%s}";
        HttpResponse<String> response =
                both.call("POST", path, body.formatted(id, session, more), SESSION, session);
        assertEquals(404, response.statusCode(), path + session + more + response.body());
        Theirs.none(path, response.body());
        return AdminServer.seen(response);
    }

    @Test
    void nobodyElseStopsOrRatesItAndItLooksLikeNoAnswer() {
        for (String secret : secrets()) {
            assertEquals(
                    about(CHAT + "/stop", unknown, secret, ""),
                    about(CHAT + "/stop", message, secret, ""),
                    secret);
            for (String chatbot : List.of("", VAULT, "zeta/bot", "acme/bot")) {
                String more = ",\"rating\":\"down\"";
                if (!chatbot.isEmpty()) {
                    more += ",\"chatbot_id\":\"" + chatbot + "\"";
                }
                assertEquals(
                        about("/api/public/feedback", unknown, secret, more),
                        about("/api/public/feedback", message, secret, more),
                        secret + " at " + chatbot);
            }
        }
        itEndsAsIfNothingHadBeen();
    }

    @Test
    void nobodyElseReadsOrForgetsItsConversation() {
        for (String chatbot : List.of(VAULT, "zeta/bot", "acme/bot")) {
            String path = CHAT + "/history?chatbot_id=" + chatbot;
            for (String secret : secrets()) {
                for (String more :
                        List.of("", "&session_id=" + VISITORS, "&message_id=" + message)) {
                    var read = both.call("GET", path + more, "", SESSION, secret);
                    assertEquals(200, read.statusCode(), read.body());
                    assertTrue(read.body().contains("\"messages\":[]"), read.body());
                    var gone = both.call("DELETE", path + more, "", SESSION, secret);
                    assertEquals(204, gone.statusCode(), gone.body());
                }
            }
        }
        for (String chatbot : List.of("zeta/bot", "acme/bot")) {
            String path = CHAT + "/history?chatbot_id=" + chatbot;
            assertEquals(204, both.call("DELETE", path, "", SESSION, VISITORS).statusCode());
        }
        itEndsAsIfNothingHadBeen();
    }

    @Test
    void whoComesBackWithAnotherSessionOrChatbotIsToldOfNoAnswer() {
        Set<String> bySession = new LinkedHashSet<>();
        Set<String> byChatbot = new LinkedHashSet<>();
        String stream = CHAT + "/stream";
        for (String secret : secrets()) {
            if (secret.length() >= 22 && !secret.contains(":")) { // a weak one is none
                bySession.add(resumed(stream + "?session_id=" + secret, "weak"));
                bySession.add(resumed(stream, secret));
                bySession.add(resumed(stream + "?session_id=" + VISITORS, secret));
                bySession.add(resumed(stream + "?chatbot_id=" + VAULT, secret));
            }
        }
        for (String chatbot : List.of("zeta/bot", "acme/bot", "acme/vault", "acme/nobody")) {
            byChatbot.add(resumed(stream + "?chatbot_id=" + chatbot, "weak"));
            byChatbot.add(resumed(stream + "?chatbot_id=" + chatbot, VISITORS));
        }
        assertEquals(1, bySession.size(), bySession::toString);
        assertEquals(1, byChatbot.size(), byChatbot::toString);
        itEndsAsIfNothingHadBeen();
    }

    private String resumed(String path, String session) {
        var response =
                both.call("GET", path, "", "Last-Event-ID", message + ":0", SESSION, session);
        assertEquals(404, response.statusCode(), path + " " + session + response.body());
        Theirs.none(path, response.body());
        assertTrue(response.headers().firstValue(SESSION).isEmpty(), path);
        return AdminServer.seen(response);
    }

    @Test
    void anotherOrganisationsAdministratorReachesItByNoId() {
        String conversation =
                both.json(TwoOrganisations.THEIR_OWNER, TwoOrganisations.THEIRS + "/conversations")
                        .path("conversations")
                        .path(0)
                        .path("id")
                        .asText();
        assertFalse(conversation.isEmpty());
        for (String chatbot : List.of("acme/chatbots/bot", "acme/chatbots/vault")) {
            for (String[] call :
                    new String[][] {
                        {"GET", "/conversations/", conversation},
                        {"DELETE", "/conversations/", conversation},
                        {"GET", "/messages/", message + "/replay"},
                    }) {
                String path = "/api/orgs/" + chatbot + call[1];
                assertEquals(
                        administered(404, call[0], path + call[2].replaceAll("\\w{8,}", "nobody")),
                        administered(404, call[0], path + call[2]));
            }
        }
        administered(401, "DELETE", TwoOrganisations.THEIRS + "/conversations/" + conversation);
        administered(401, "POST", TwoOrganisations.THEIRS + "/pause");
        itEndsAsIfNothingHadBeen();
    }

    private String administered(int status, String method, String path) {
        var response = both.as(TwoOrganisations.OWNER, method, path, "");
        assertEquals(status, response.statusCode(), path + ": " + response.body());
        Theirs.none(path, response.body());
        return AdminServer.seen(response);
    }
}
