package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors ask and the documents do not answer. */
class GapsTest {
    private static final String BOT = "/api/orgs/acme/chatbots/bot";

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private JsonNode ask(String chatbot, String question) {
        return admin.server().lastEvent(chatbot, question, "");
    }

    @Test
    void whatWasAskedInManyWordsIsOneGap() {
        ask("acme/bot", "Do you teach children how to swim?");
        ask("acme/bot", "Which planets have rings made of ice?");
        ask("acme/bot", "Are there swimming lessons for children?");
        JsonNode last = ask("acme/bot", "do you teach children how to swim");
        ask("acme/bot", "Hello!");
        ask("other/bot", "Which planets have rings made of ice?");
        JsonNode found = admin.json(AdminServer.VIEWER, BOT + "/gaps");
        assertEquals(2, found.path("gaps").size(), found::toString);
        JsonNode first = found.path("gaps").path(0);
        assertEquals("do you teach children how to swim", first.path("question").asText());
        assertEquals(3, first.path("count").asInt(), found::toString);
        assertEquals(last.path("context_quality").path("verdict"), first.path("verdict"));
        assertEquals(last.path("message_id"), first.path("examples").path(0).path("message"));
        assertEquals(3, first.path("examples").size(), found::toString);
        assertEquals(4, found.path("questions").asInt(), found::toString);
        assertFalse(found.path("cut").asBoolean(), found::toString);
        String conversation = first.path("examples").path(0).path("conversation").asText();
        JsonNode its = admin.json(AdminServer.VIEWER, BOT + "/conversations/" + conversation);
        assertEquals(last.path("message_id"), its.path("messages").path(1).path("id"));
    }

    @Test
    void anAnswerThatIsRatedDownIsAGapToo() {
        String session = "a-session-that-is-long-enough";
        JsonNode answer =
                admin.server().lastEvent("acme/bot", "What does a membership cost?", session);
        String body =
                "{\"message_id\":%s,\"session_id\":\"%s\",\"rating\":\"down\"}"
                        .formatted(answer.path("message_id"), session);
        assertEquals(204, admin.call("POST", "/api/public/feedback", body).statusCode());
        JsonNode gap = admin.json(AdminServer.VIEWER, BOT + "/gaps").path("gaps").path(0);
        assertEquals(1, gap.path("count").asInt(), gap::toString);
        assertEquals(
                answer.path("context_quality").path("verdict"), gap.path("verdict"), gap::toString);
    }

    @Test
    void onlyQuestionsOfTheRangeCount() {
        ask("acme/bot", "Which planets have rings made of ice?");
        for (String range : List.of("?from=2999-01-01", "?to=2020-01-01")) {
            assertEquals(
                    0, admin.json(AdminServer.VIEWER, BOT + "/gaps" + range).path("gaps").size());
        }
        assertNotEquals(0, admin.json(AdminServer.VIEWER, BOT + "/gaps").path("gaps").size());
        var wrong = admin.as(AdminServer.VIEWER, "GET", BOT + "/gaps?to=tomorrow", "");
        assertEquals(422, wrong.statusCode(), wrong.body());
        assertEquals("to", RunningServer.json(wrong.body()).path("field").asText());
    }
}
