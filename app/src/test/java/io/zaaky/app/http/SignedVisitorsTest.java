package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the organisation's back end has signed in has one conversation, and nobody else has it. */
class SignedVisitorsTest {
    private static final String CHAT = "/api/public/chat";
    private static final String ANN = "ann-whose-name-is-as-long-as-a-session";
    private static final List<String> ASKING = List.of(CHAT, CHAT + "/stream", CHAT + "/chunked");

    @TempDir Path folder;
    private StubUpstream upstream;
    private RunningServer server;

    @BeforeEach
    void start() {
        upstream = StubUpstream.start(StubUpstream.openAi().tokens("Half", " an").hold());
        server =
                RunningServer.start(
                        folder,
                        "server: {trusted-proxies: [127.0.0.1], shutdown-grace: 0s}\n",
                        """
                        chatbots:
                          bot: &bot
                            llm: {provider: extractive}
                            identity: {secret: %s}
                            streaming: {resume-grace: 1h}
                            widget: {allowed-origins: ["https://www.example.org"]}
                          two: *bot
                          members:
                            <<: *bot
                            identity: {secret: %s, required: true}
                          plain:
                            llm: {provider: extractive}
                          few:
                            <<: *bot
                            limits: {messages-per-day: 3}
                          slow:
                            <<: *bot
                            llm: {provider: openai, base-url: '%s', model: m}
                        """
                                .formatted(Tokens.SECRET, Tokens.SECRET, upstream.uri("/v1")));
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private static String[] token(String subject, String chatbot) {
        return new String[] {Tokens.NAME, Tokens.of(subject, chatbot)};
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        request.header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.method(method, BodyPublishers.ofString(body)).build());
    }

    private HttpResponse<String> ask(String way, String chatbot, String... headers) {
        return call("POST", way, RunningServer.body(chatbot, "Hello", ""), headers);
    }

    private List<String> history(String chatbot, String... headers) {
        HttpResponse<String> response =
                server.get(CHAT + "/history?chatbot_id=" + chatbot, headers);
        assertEquals(200, response.statusCode(), response.body());
        List<String> contents = new ArrayList<>();
        RunningServer.json(response.body())
                .get("messages")
                .forEach(message -> contents.add(message.path("content").asText()));
        return contents;
    }

    @Test
    @Tag("TEN-06")
    void twoDevicesOfOneVisitorHaveOneConversationAndNoSession() {
        for (String way : ASKING) {
            HttpResponse<String> response = ask(way, "acme/bot", token(ANN, "acme/bot"));
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.headers().firstValue("X-Session-Id").isEmpty(), way);
            assertTrue(response.body().contains("\"session_id\":\"\""), response.body());
            assertFalse(response.body().contains(ANN), response.body());
        }
        assertEquals(6, history("acme/bot", token(ANN, "acme/bot")).size(), "another token");
        String query = CHAT + "/stream?chatbot_id=acme/bot&message=Hello&session_id=" + ANN;
        assertEquals(200, server.get(query, token(ANN, "acme/bot")).statusCode());
        assertEquals(8, history("acme/bot", token(ANN, "acme/bot")).size());
        assertEquals(0, history("acme/bot", token("bob", "acme/bot")).size());
        assertEquals(0, history("acme/two", token(ANN, "acme/two")).size(), "another chatbot");
    }

    @Test
    @Tag("TEN-06")
    void aSessionOfTheSameCharactersIsAnotherConversationAndTheOtherWayRound() {
        String[] session = {"X-Session-Id", ANN};
        assertEquals(200, ask(CHAT, "acme/bot", token(ANN, "acme/bot")).statusCode());
        assertEquals(0, history("acme/bot", session).size());
        String body = RunningServer.body("acme/bot", "I am anonymous", ANN);
        assertEquals(200, call("POST", CHAT, body).statusCode());
        assertEquals("I am anonymous", history("acme/bot", session).getFirst());
        assertEquals("Hello", history("acme/bot", token(ANN, "acme/bot")).getFirst());
        String path = CHAT + "/history?chatbot_id=acme/bot";
        assertEquals(204, call("DELETE", path, "", session).statusCode());
        assertEquals(2, history("acme/bot", token(ANN, "acme/bot")).size());
        assertEquals(204, call("DELETE", path, "", token(ANN, "acme/bot")).statusCode());
        assertEquals(0, history("acme/bot", token(ANN, "acme/bot")).size());
    }

    @Test
    void aTokenCountsWhateverSessionComesWithIt() {
        String[] both = both(token(ANN, "acme/bot"), "X-Session-Id", "the-session-of-before-login");
        String body = RunningServer.body("acme/bot", "Hello", "the-session-of-before-login");
        assertEquals(200, call("POST", CHAT, body, both).statusCode());
        assertEquals(2, history("acme/bot", token(ANN, "acme/bot")).size());
        assertEquals(2, history("acme/bot", both).size());
        assertEquals(0, history("acme/bot", "X-Session-Id", "the-session-of-before-login").size());
    }

    private static String[] both(String[] token, String name, String value) {
        return new String[] {token[0], token[1], name, value};
    }

    @Test
    @Tag("TEN-20")
    void aTokenThatIsNoneOfThisChatbotIsRefusedByEveryCallInTheSameWords() {
        List<String> wrong =
                List.of(
                        Tokens.of(ANN, "acme/two"),
                        Tokens.signed(
                                Tokens.HEADER,
                                Tokens.claims(ANN, "acme/bot", Instant.now().minusSeconds(120)),
                                Tokens.SECRET),
                        Tokens.unsigned(
                                "{\"alg\":\"none\"}",
                                Tokens.claims(ANN, "acme/bot", Instant.now().plusSeconds(60))),
                        Tokens.of(ANN, "acme/bot") + "x",
                        "rubbish");
        List<String> details = new ArrayList<>();
        for (String token : wrong) {
            for (HttpResponse<String> refused : everyCall("acme/bot", Tokens.NAME, token)) {
                details.add(unauthorized(refused));
            }
        }
        String right = Tokens.of(ANN, "acme/bot");
        String[] twice = {Tokens.NAME, right, Tokens.NAME, right};
        everyCall("acme/bot", twice).forEach(refused -> details.add(unauthorized(refused)));
        assertEquals(1, details.stream().distinct().count(), details::toString);
    }

    @Test
    @Tag("TEN-20")
    void whereATokenIsRequiredNoCallWorksWithoutOne() {
        for (String[] headers : new String[][] {{}, {"X-Session-Id", ANN}}) {
            for (HttpResponse<String> refused : everyCall("acme/members", headers)) {
                assertTrue(unauthorized(refused).contains("signed in"), refused.body());
            }
        }
        String[] token = token(ANN, "acme/members");
        for (HttpResponse<String> answered : everyCall("acme/members", token)) {
            assertTrue(answered.statusCode() < 300, answered.body());
        }
    }

    /** All that a visitor can do with a chatbot without an answer's id. */
    private List<HttpResponse<String>> everyCall(String chatbot, String... headers) {
        List<HttpResponse<String>> all = new ArrayList<>();
        ASKING.forEach(way -> all.add(ask(way, chatbot, headers)));
        all.add(server.get(CHAT + "/stream?message=Hello&chatbot_id=" + chatbot, headers));
        all.add(server.get(CHAT + "/history?chatbot_id=" + chatbot, headers));
        all.add(call("DELETE", CHAT + "/history?chatbot_id=" + chatbot, "", headers));
        all.add(server.get("/api/public/chatbots/" + chatbot, headers));
        return all;
    }

    private static String unauthorized(HttpResponse<String> refused) {
        assertEquals(401, refused.statusCode(), refused.body());
        JsonNode problem = RunningServer.json(refused.body());
        assertEquals("unauthorized", problem.path("code").asText());
        assertFalse(refused.body().contains(ANN), refused.body());
        assertTrue(refused.headers().firstValue("WWW-Authenticate").isPresent());
        return problem.path("detail").asText();
    }

    @Test
    @Tag("TEN-06")
    void anAnswerUnderWayIsFollowedAndStoppedByItsVisitorAlone() {
        String body = RunningServer.body("acme/slow", "Hello", "");
        HttpRequest asked =
                HttpRequest.newBuilder(server.post(CHAT + "/stream", body), (_, _) -> true)
                        .headers(token(ANN, "acme/slow"))
                        .build();
        HttpResponse<Stream<String>> stream = server.lines(asked);
        String message = stream.headers().firstValue("X-Message-Id").orElseThrow();
        String[] event = {"Last-Event-ID", message + ":0"};
        assertEquals(404, server.get(CHAT + "/stream", event).statusCode(), "the event alone");
        assertEquals(
                404,
                server.get(CHAT + "/stream?session_id=" + ANN, event).statusCode(),
                "the name as a session");
        assertEquals(404, resume(message, token("bob", "acme/slow")).statusCode(), "another one");
        assertEquals(401, resume(message, token(ANN, "acme/bot")).statusCode(), "another chatbot");
        assertEquals(404, stopAnswer(message, "\"" + ANN + "\"").statusCode());
        assertEquals(404, stopAnswer(message, "null", token("bob", "acme/slow")).statusCode());
        assertEquals(401, stopAnswer(message, "null", Tokens.NAME, "rubbish").statusCode());
        assertEquals(202, stopAnswer(message, "null", token(ANN, "acme/slow")).statusCode());
        JsonNode last = RunningServer.events(stream.body()).reduce((_, l) -> l).orElseThrow();
        assertEquals("stopped", last.path("finish_reason").asText());
        assertEquals(202, stopAnswer(message, "null", token(ANN, "acme/slow")).statusCode());
        HttpResponse<String> again = resume(message, token(ANN, "acme/slow"));
        assertEquals(200, again.statusCode(), again.body());
        assertTrue(again.body().contains("\"stopped\""), again.body());
    }

    private HttpResponse<String> resume(String message, String... token) {
        return server.get(CHAT + "/stream", both(token, "Last-Event-ID", message + ":0"));
    }

    private HttpResponse<String> stopAnswer(String message, String session, String... headers) {
        String body = "{\"message_id\":\"%s\",\"session_id\":%s}".formatted(message, session);
        return call("POST", CHAT + "/stop", body, headers);
    }

    @Test
    void aVisitorsTokenAndASessionsAnswerHaveNothingToDoWithEachOther() {
        String session = "a-session-that-is-long-enough";
        JsonNode last = server.lastEvent("acme/bot", "Hello", session);
        String message = last.path("message_id").asText();
        assertEquals(404, resume(message, token(session, "acme/bot")).statusCode());
        String quoted = "\"" + session + "\"";
        assertEquals(404, stopAnswer(message, quoted, token(session, "acme/bot")).statusCode());
        assertEquals(202, stopAnswer(message, quoted).statusCode());
    }

    @Test
    void aKeyOfAVisitorsQuestionAsksOnceOnEveryDevice() {
        String[] first = both(token(ANN, "acme/bot"), "Idempotency-Key", "1");
        String[] second = both(token(ANN, "acme/bot"), "Idempotency-Key", "1");
        String one = ask(CHAT, "acme/bot", first).body();
        assertEquals(one, ask(CHAT, "acme/bot", second).body());
        assertEquals(2, history("acme/bot", token(ANN, "acme/bot")).size());
        String[] other = both(token("bob", "acme/bot"), "Idempotency-Key", "1");
        assertFalse(ask(CHAT, "acme/bot", other).body().equals(one));
    }

    @Test
    void aChatbotThatSignsNobodyInTakesNoNoticeOfTokens() {
        for (String token : List.of(Tokens.of(ANN, "acme/plain"), "rubbish", "")) {
            for (HttpResponse<String> answered :
                    everyCall("acme/plain", Tokens.NAME, token, "X-Session-Id", ANN)) {
                assertTrue(answered.statusCode() < 300, answered.body());
            }
        }
        JsonNode last = server.lastEvent("acme/plain", "Hello", ANN);
        assertEquals(ANN, last.path("session_id").asText());
    }

    @Test
    void theWidgetLearnsThatItsVisitorNeedsNoSession() {
        JsonNode signed = config(token(ANN, "acme/bot"));
        assertEquals("", signed.path("session_id").asText("?"));
        assertEquals("tokens", signed.path("mode").asText());
        assertEquals(ANN, config("X-Session-Id", ANN).path("session_id").asText());
    }

    private JsonNode config(String... headers) {
        return RunningServer.json(server.get("/api/public/chatbots/acme/bot", headers).body());
    }

    @Test
    @Tag("COST-02")
    void aVisitorIsLimitedFromWhereverAndWithWhicheverSession() {
        int answered = 0;
        for (int i = 0; i < 20; i++) {
            String body =
                    RunningServer.body(
                            "acme/few", "Hello", "a-session-of-number-%010d".formatted(i));
            String[] headers = both(token(ANN, "acme/few"), "X-Forwarded-For", "203.0.113." + i);
            answered += call("POST", CHAT, body, headers).statusCode() == 200 ? 1 : 0;
        }
        assertEquals(3, answered);
        int others = 0;
        for (int i = 0; i < 20; i++) {
            String[] headers =
                    both(token("visitor-" + i, "acme/few"), "X-Forwarded-For", "198.51.100.1");
            others += ask(CHAT, "acme/few", headers).statusCode() == 200 ? 1 : 0;
        }
        assertEquals(3, others, "many visitors of one address");
        String body = RunningServer.body("acme/few", "Hello", ANN);
        assertEquals(
                200,
                call("POST", CHAT, body, "X-Forwarded-For", "203.0.113.99").statusCode(),
                "a session of the same characters");
    }

    @Test
    void aPageMaySendTheHeaderAndReadThatItsVisitorIsNotSignedIn() {
        String origin = "https://www.example.org";
        HttpResponse<String> preflight = call("OPTIONS", CHAT, "", "Origin", origin);
        String allowed = preflight.headers().firstValue("Access-Control-Allow-Headers").orElse("");
        assertTrue(allowed.contains("X-Visitor-Token"), allowed);
        String[] wrong = {Tokens.NAME, "rubbish", "Origin", origin};
        for (HttpResponse<String> refused : everyCall("acme/bot", wrong)) {
            var _ = unauthorized(refused);
            assertEquals(
                    origin, refused.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        }
    }
}
