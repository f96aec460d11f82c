package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors think of answers. */
class FeedbackTest {
    private static final String PATH = "/api/public/feedback";
    private static final String LIST = "/api/orgs/acme/chatbots/bot/conversations";
    private static final String QUESTION = "What does a membership cost?";
    private static final String SESSION = "a-session-that-is-long-enough";

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private String ask(String chatbot) {
        JsonNode last = admin.server().lastEvent(chatbot, QUESTION, SESSION);
        return last.path("message_id").asText();
    }

    private static ObjectNode body(String message) {
        return (ObjectNode)
                RunningServer.json(
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\",\"rating\":\"down\"}"
                                .formatted(message, SESSION));
    }

    private HttpResponse<String> send(ObjectNode body, String... headers) {
        return admin.call("POST", PATH, body.toString(), headers);
    }

    private void taken(ObjectNode body) {
        HttpResponse<String> response = send(body);
        assertEquals(204, response.statusCode(), response.body());
        assertEquals("", response.body());
    }

    private JsonNode answer() {
        String id =
                admin.json(AdminServer.OWNER, LIST)
                        .path("conversations")
                        .path(0)
                        .path("id")
                        .asText();
        return admin.json(AdminServer.OWNER, LIST + "/" + id).path("messages").path(1);
    }

    private int rated(String rating) {
        return admin.json(AdminServer.OWNER, LIST)
                .path("conversations")
                .path(0)
                .path("ratings")
                .path(rating)
                .asInt();
    }

    private long counted(String rating) {
        return admin.server()
                .management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("zaaky_feedback_total{"))
                .filter(line -> line.contains("chatbot=\"bot\"") && line.contains("org=\"acme\""))
                .filter(line -> line.contains("rating=\"" + rating + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf('}') + 1)))
                .sum();
    }

    @Test
    void theLastRatingCountsAndNullTakesItBack() {
        String message = ask("acme/bot");
        assertTrue(message.matches("[A-Za-z0-9_-]{30}"), message);
        taken(body(message).put("comment", " Too short. "));
        JsonNode feedback = answer().path("feedback");
        assertEquals("down", feedback.path("rating").asText(), feedback::toString);
        assertEquals("Too short.", feedback.path("comment").asText());
        assertTrue(feedback.path("at").asText().endsWith("Z"), feedback::toString);
        assertEquals(1, rated("down"));
        assertEquals(
                1,
                admin.json(AdminServer.OWNER, LIST + "?rating=down").path("conversations").size());

        taken(body(message).put("rating", "up"));
        assertEquals("up", answer().path("feedback").path("rating").asText());
        assertTrue(answer().path("feedback").path("comment").isNull(), "that was of the first");
        assertEquals(0, rated("down"));
        assertEquals(1, rated("up"));

        taken(body(message).putNull("rating"));
        assertTrue(answer().path("feedback").isNull());
        assertEquals(0, rated("up"));
    }

    @Test
    void aRatingIsCountedWhenItIsNewAndNotWhenItIsSentAgain() {
        String message = ask("acme/bot");
        long up = counted("up"); // of servers of this process
        long down = counted("down");
        taken(body(message));
        taken(body(message).put("comment", "Too short."));
        assertEquals(down + 1, counted("down"));
        taken(body(message).put("rating", "up"));
        taken(body(message).putNull("rating"));
        taken(body(message).put("rating", "up"));
        assertEquals(down + 1, counted("down"));
        assertEquals(up + 2, counted("up"));
    }

    @Test
    void whoHasNotTheSessionRatesNothing() {
        String message = ask("acme/bot");
        ask("other/bot");
        String unknown = AdminServer.seen(send(body("x".repeat(30))));
        assertTrue(unknown.startsWith("404 "), unknown);
        for (String session : List.of("another-session-that-is-long-enough", "weak", "a b")) {
            assertEquals(unknown, AdminServer.seen(send(body(message).put("session_id", session))));
        }
        assertEquals(unknown, AdminServer.seen(send(body("nobody"))));
        assertEquals(
                unknown,
                AdminServer.seen(send(body(message).put("chatbot_id", "other/bot"))),
                "another chatbot's answer");
        assertTrue(answer().path("feedback").isNull());
    }

    @Test
    void aQuestionIsNoAnswer() {
        ask("acme/bot");
        String id =
                admin.json(AdminServer.OWNER, LIST)
                        .path("conversations")
                        .path(0)
                        .path("id")
                        .asText();
        JsonNode question = admin.json(AdminServer.OWNER, LIST + "/" + id).path("messages").path(0);
        assertEquals("user", question.path("role").asText());
        assertEquals(404, send(body(question.path("id").asText())).statusCode());
    }

    @Test
    void anAnswerThatWasAskedForUnderAKeyIsRatedToo() {
        HttpResponse<String> answer =
                admin.call(
                        "POST",
                        "/api/public/chat",
                        RunningServer.body("acme/bot", QUESTION, SESSION),
                        "Idempotency-Key",
                        "some-key");
        String message = RunningServer.json(answer.body()).path("message_id").asText();
        assertTrue(message.matches("[A-Za-z0-9_-]{30}"), message);
        taken(body(message));
        taken(body(message).put("chatbot_id", "acme/bot"));
        assertEquals("down", answer().path("feedback").path("rating").asText());
    }

    @Test
    void aFieldThatIsWrongIsNamed() {
        String message = ask("acme/bot");
        for (String wrong :
                List.of(
                        "rating|\"good\"",
                        "rating|1",
                        "rating|true",
                        "rating|\"UP\"",
                        "comment|7",
                        "comment|\"\\u0000\"",
                        "message_id|null",
                        "message_id|7",
                        "session_id|null",
                        "session_id|{}",
                        "chatbot_id|7")) {
            String field = wrong.substring(0, wrong.indexOf('|'));
            ObjectNode body = body(message);
            body.set(field, RunningServer.json(wrong.substring(wrong.indexOf('|') + 1)));
            HttpResponse<String> response = send(body);
            assertEquals(422, response.statusCode(), wrong + ": " + response.body());
            assertEquals(field, RunningServer.json(response.body()).path("field").asText());
        }
    }

    @Test
    void aRatingHasToBeSaidAndACommentHasALimit() {
        String message = ask("acme/bot");
        ObjectNode without = body(message);
        without.remove("rating");
        HttpResponse<String> response = send(without);
        assertEquals(422, response.statusCode(), response.body());
        assertEquals("rating", RunningServer.json(response.body()).path("field").asText());
        taken(body(message).put("comment", "🌍".repeat(2000)));
        response = send(body(message).put("comment", "🌍".repeat(2001)));
        assertEquals(422, response.statusCode(), response.body());
        assertEquals("comment", RunningServer.json(response.body()).path("field").asText());
        assertEquals("🌍".repeat(2000), answer().path("feedback").path("comment").asText());
    }

    @Test
    void aPageThatMayNotUseTheChatbotMayNotRate() {
        String message = ask("acme/bot");
        HttpResponse<String> response = send(body(message), "Origin", "https://example.org");
        assertEquals(403, response.statusCode(), response.body());
        assertEquals("origin_not_allowed", AdminServer.code(response));
        assertTrue(answer().path("feedback").isNull());
        String own = "http://127.0.0.1:" + admin.server().port();
        response = send(body(message), "Origin", own);
        assertEquals(204, response.statusCode(), response.body());
        assertEquals(own, response.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @Test
    void theVisitorsHistoryDoesNotTellIt() {
        taken(body(ask("acme/bot")).put("comment", "Too short."));
        String history = admin.server().history("acme/bot", SESSION).toString();
        assertFalse(history.contains("Too short."), history);
        assertFalse(history.contains("feedback"), history);
    }
}
