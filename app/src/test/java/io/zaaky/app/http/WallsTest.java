package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One organisation's ids are of no use to another. */
class WallsTest {
    private static final String OURS = "/api/orgs/acme/chatbots/bot";
    private static final String THEIRS = "/api/orgs/other/chatbots/bot";
    private static final String QUESTION = "What does a membership cost?";

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private HttpResponse<String> ours(String method, String path, String body) {
        return admin.as(AdminServer.OWNER, method, OURS + path, body);
    }

    private void alike(String method, String foreign, String missing, String body) {
        HttpResponse<String> theirs = ours(method, foreign, body);
        assertEquals(404, theirs.statusCode(), theirs.body());
        assertEquals(
                AdminServer.seen(ours(method, missing, body)),
                AdminServer.seen(theirs),
                method + " " + foreign);
    }

    private String theirJob() {
        String form =
                """
                --x\r
                Content-Disposition: form-data; name="file"; filename="more.txt"\r
                Content-Type: text/plain\r
                \r
                More\r
                --x--\r
                """;
        var request =
                HttpRequest.newBuilder(admin.server().uri(THEIRS + "/documents"))
                        .header("Authorization", "Bearer " + AdminServer.OTHERS)
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        return RunningServer.json(admin.server().send(request).body()).path("job").asText();
    }

    @Test
    @Tag("TEN-01")
    void whatBelongsToOthersAnswersLikeWhatIsNotThere() {
        String job = theirJob();
        assertNotEquals("", job);
        JsonNode answer =
                admin.server().lastEvent("other/bot", QUESTION, "their-session-of-22-characters");
        String message = answer.path("message_id").asText();
        assertNotEquals("", message);
        for (String method : List.of("GET", "DELETE")) {
            alike(method, "/documents/secret.md", "/documents/nobody.md", "");
        }
        alike("GET", "/jobs/" + job, "/jobs/nobody", "");
        alike("GET", "/messages/" + message + "/replay", "/messages/nobody/replay", "");
        String conversation =
                admin.json(AdminServer.OTHERS, THEIRS + "/conversations")
                        .path("conversations")
                        .path(0)
                        .path("id")
                        .asText();
        assertNotEquals("", conversation);
        for (String method : List.of("GET", "DELETE")) {
            alike(method, "/conversations/" + conversation, "/conversations/nobody", "");
        }
        HttpResponse<String> chatbot =
                admin.as(
                        AdminServer.OTHERS, "GET", "/api/orgs/other/chatbots/nobody/documents", "");
        assertEquals(404, chatbot.statusCode());
    }

    @Test
    @Tag("TEN-02")
    void idsInAPayloadReachNothingOfOthers() {
        admin.server().lastEvent("other/bot", QUESTION, "their-session-of-22-characters");
        var body = new JsonMapper().createObjectNode();
        for (String field :
                List.of(
                        "document",
                        "document_id",
                        "documents",
                        "file",
                        "collection",
                        "conversation_id",
                        "organisation",
                        "org",
                        "chatbot",
                        "knowledge")) {
            body.put(field, field.startsWith("doc") ? "secret.md" : "other/bot");
        }
        body.put("message", QUESTION).put("query", QUESTION);
        body.put("chatbot_id", "acme/bot").put("session_id", "their-session-of-22-characters");
        HttpResponse<String> answer = admin.server().chat(body.toString());
        assertEquals(200, answer.statusCode(), answer.body());
        HttpResponse<String> found = ours("POST", "/search", body.toString());
        assertEquals(200, found.statusCode(), found.body());
        for (String told : List.of(answer.body(), found.body())) {
            assertTrue(told.contains("12 euros"), told);
            assertFalse(told.contains(AdminServer.SENTINEL), told);
        }
        assertEquals(
                2,
                admin.server().history("acme/bot", "their-session-of-22-characters").size(),
                "the same session at another chatbot is another conversation");
    }

    @Test
    @Tag("TEN-08")
    void listsAndSearchesHoldWhatIsTheOrganisationsAlone() {
        var put =
                admin.call(
                        "PUT",
                        THEIRS + "/documents/untitled.txt",
                        "",
                        "Authorization",
                        "Bearer " + AdminServer.OTHERS,
                        "Content-Type",
                        "text/plain");
        assertTrue(put.statusCode() < 500, put.body());
        JsonNode listed = RunningServer.json(ours("GET", "/documents?limit=1000", "").body());
        assertEquals(
                List.of("fees.md"),
                listed.path("documents").valueStream().map(d -> d.path("id").asText()).toList());
        String found = ours("POST", "/search", "{\"query\":\"membership\",\"top_k\":100}").body();
        assertFalse(found.contains(AdminServer.SENTINEL), found);
        admin.server().lastEvent("other/bot", QUESTION, "their-session-of-22-characters");
        admin.server().lastEvent("acme/bot", QUESTION, "their-session-of-22-characters");
        for (String path :
                List.of(
                        "/conversations",
                        "/conversations?q=membership",
                        "/conversations.jsonl",
                        "/ledger.jsonl")) {
            HttpResponse<String> all = ours("GET", path, "");
            assertEquals(200, all.statusCode(), all.body());
            assertFalse(all.body().contains(AdminServer.SENTINEL), all.body());
        }
        assertEquals(1, ours("GET", "/conversations.jsonl", "").body().lines().count());
        assertEquals(1, ours("GET", "/ledger.jsonl", "").body().lines().count());
        for (String path : List.of(OURS + "/usage", "/api/orgs/acme/usage")) {
            JsonNode usage = admin.json(AdminServer.OWNER, path);
            assertEquals(1, usage.path("total").path("answers").asInt(), usage::toString);
        }
        JsonNode about = admin.json(AdminServer.OWNER, "/api/orgs/acme");
        assertEquals(1, about.path("chatbots").size(), about::toString);
    }

    @Test
    @Tag("TEN-12")
    void aKeyOfOthersNeitherSearchesNorChangesDocuments() {
        String before = admin.json(AdminServer.OTHERS, THEIRS + "/documents/secret.md").toString();
        for (String[] call :
                new String[][] {
                    {"POST", "/search", "{\"query\":\"membership\"}"},
                    {"PUT", "/documents/secret.md", "# Changed"},
                    {"PUT", "/documents/more.md", "# More"},
                    {"POST", "/documents", "{\"url\":\"http://example.org/\"}"},
                    {"DELETE", "/documents/secret.md", ""}
                }) {
            var response = admin.as(AdminServer.OWNER, call[0], THEIRS + call[1], call[2]);
            assertEquals(401, response.statusCode(), call[0] + call[1]);
            assertFalse(response.body().contains(AdminServer.SENTINEL), response.body());
        }
        assertEquals(
                before, admin.json(AdminServer.OTHERS, THEIRS + "/documents/secret.md").toString());
        assertEquals(
                1, admin.json(AdminServer.OTHERS, THEIRS + "/documents").path("documents").size());
    }
}
