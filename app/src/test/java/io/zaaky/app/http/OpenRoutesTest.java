package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.RunningServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The routes where no key is asked for, by whoever has another secret than the session of {@code
 * zeta/vault} that it is about: what the table says comes of it, and nothing of that session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("TEN-04")
@Tag("TEN-06")
class OpenRoutesTest {
    private static final String VAULT = "zeta/vault";
    private static final String SESSION = "X-Session-Id";
    private static final String HISTORY = "/api/public/chat/history?chatbot_id=" + VAULT;

    /** In every answer of that chatbot, so in the past of a conversation. */
    private static final String ANSWER = "the numbats";

    private TwoOrganisations both;
    private Theirs theirs;
    private String before;

    @BeforeAll
    void start(@TempDir Path folder) {
        both = new TwoOrganisations(folder);
        theirs = Theirs.of(both);
        before = conversation();
        assertTrue(before.contains(ANSWER), before);
    }

    @AfterAll
    void stop() {
        both.close();
    }

    private String conversation() {
        return both.server().history(VAULT, theirs.session()).toString()
                + both.json(
                        TwoOrganisations.THEIR_OWNER,
                        TwoOrganisations.THEIRS + "/conversations/" + theirs.conversation());
    }

    /** By what they are. */
    private Map<String, String> wrongSecrets() {
        String ours = "our-session-of-more-than-22";
        both.server().lastEvent("acme/bot", TwoOrganisations.OUR_QUESTION, ours);
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("a session that nobody has", "nobody-has-this-session-anywhere");
        secrets.put("a session of another organisation", ours);
        secrets.put("the session in capitals", theirs.session().toUpperCase(Locale.ROOT));
        secrets.put("the beginning of the session", theirs.session().substring(0, 24));
        secrets.put("the message's id", theirs.message());
        secrets.put("the conversation's id", theirs.conversation());
        secrets.put("the organisation's key", TwoOrganisations.THEIR_OWNER);
        secrets.put("another organisation's key", TwoOrganisations.OWNER);
        secrets.put("a weak one", "1");
        secrets.put("a pattern", "%");
        return secrets;
    }

    @Test
    void doWithAnotherSecretWhatTheTableSaysAndOpenNothing() {
        Map<String, String> secrets = wrongSecrets();
        ExpectedRoutes.OPEN.forEach(
                (route, expected) -> {
                    secrets.forEach((what, secret) -> check(route, expected, what, secret));
                    assertEquals(before, conversation(), route + " has changed the conversation");
                });
    }

    private void check(String route, ExpectedRoutes.Open expected, String what, String secret) {
        String[] parts = route.split(" ", 2);
        String method = parts[0];
        String path =
                parts[1].replace("{org}/{chatbot}", VAULT)
                        .replace("widget/{file}", "widget/sse.js")
                        .replace("demo/{file}", "demo/demo.js");
        String saw = route + " with " + what;
        switch (expected) {
            case ASKS_ANEW -> asksAnew(saw, method, path, secret);
            case NO_ANSWER -> noAnswer(saw, path, secret);
            case EMPTY -> {
                var response = with(secret, method, path + "?chatbot_id=" + VAULT, "");
                assertEquals(200, response.statusCode(), saw + response.body());
                assertEquals(
                        0,
                        RunningServer.json(response.body()).path("messages").size(),
                        saw + response.body());
            }
            case FORGETS_NOTHING -> {
                var response = with(secret, method, path + "?chatbot_id=" + VAULT, "");
                assertEquals(204, response.statusCode(), saw + response.body());
            }
            case SETTINGS -> settings(saw, path, secret);
            case THE_SAME ->
                    assertEquals(
                            AdminServer.seen(both.call(method, path, "")),
                            AdminServer.seen(with(secret, method, path, "")),
                            saw);
        }
    }

    /** Sends the secret wherever one could stand. */
    private HttpResponse<String> with(String secret, String method, String path, String body) {
        return both.call(
                method,
                path,
                body,
                SESSION,
                secret,
                "Authorization",
                "Bearer " + secret,
                Tokens.NAME,
                secret);
    }

    private void asksAnew(String saw, String method, String path, String secret) {
        HttpResponse<String> response =
                method.equals("GET")
                        ? with(secret, "GET", path + asked(secret), "")
                        : with(
                                secret,
                                "POST",
                                path,
                                RunningServer.body(VAULT, TwoOrganisations.THEIR_QUESTION, secret));
        assertEquals(200, response.statusCode(), saw + response.body());
        assertFalse(response.body().contains(theirs.session() + "\""), saw + response.body());
        String prompt = both.prompts("zeta").getLast();
        assertTrue(prompt.contains("quokkas"), saw + " is asked without documents: " + prompt);
        assertFalse(prompt.contains(ANSWER), saw + " is asked with the past: " + prompt);
        var forgotten = both.call("DELETE", HISTORY, "", SESSION, secret);
        assertEquals(204, forgotten.statusCode(), saw); // for the next one
    }

    private static String asked(String secret) {
        return "?chatbot_id="
                + VAULT
                + "&session_id="
                + URLEncoder.encode(secret, StandardCharsets.UTF_8)
                + "&message="
                + URLEncoder.encode(TwoOrganisations.THEIR_QUESTION, StandardCharsets.UTF_8);
    }

    private void noAnswer(String saw, String path, String secret) {
        String message = theirs.message();
        String chatbotsPart = message.substring(message.length() - 8);
        String unknown = "x".repeat(message.length() - 8) + chatbotsPart;
        HttpResponse<String> response = with(secret, "POST", path, about(message, secret));
        assertEquals(404, response.statusCode(), saw + response.body());
        assertEquals(
                AdminServer.seen(with(secret, "POST", path, about(unknown, secret))),
                AdminServer.seen(response),
                saw);
    }

    private static String about(String message, String secret) {
        return "{\"message_id\":\"%s\",\"session_id\":\"%s\",\"rating\":\"down\"}"
                .formatted(message, secret);
    }

    private void settings(String saw, String path, String secret) {
        ObjectNode everybodys = (ObjectNode) RunningServer.json(both.call("GET", path, "").body());
        ObjectNode told = (ObjectNode) RunningServer.json(with(secret, "GET", path, "").body());
        String session = told.path("session_id").asText();
        assertNotEquals(theirs.session(), session, saw);
        assertTrue(session.length() >= 22, saw + told);
        everybodys.remove("session_id");
        told.remove("session_id");
        assertEquals(everybodys, told, saw);
    }

    @Test
    void theRightSecretOpensTheConversation() {
        var history = both.call("GET", HISTORY, "", SESSION, theirs.session());
        assertTrue(history.body().contains(ANSWER), history.body());
    }

    @Test
    void withoutAnySecretAConversationIsNotEvenLookedFor() {
        for (String path : new String[] {"/api/public/feedback", "/api/public/chat/stop"}) {
            String body = "{\"message_id\":\"" + theirs.message() + "\",\"rating\":\"down\"}";
            var response = both.call("POST", path, body);
            assertEquals(422, response.statusCode(), response.body());
            assertTrue(response.body().contains("\"session_id\""), response.body());
        }
        for (String method : new String[] {"GET", "DELETE"}) {
            var response = both.call(method, HISTORY, "");
            assertEquals(422, response.statusCode(), response.body());
            assertTrue(response.body().contains(SESSION), response.body());
        }
        assertEquals(before, conversation());
    }
}
