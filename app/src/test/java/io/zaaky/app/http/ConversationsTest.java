package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see of conversations. */
class ConversationsTest {
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String LIST = BOT + "/conversations";
    private static final String KNOWN = "What does a membership cost?";
    private static final String UNKNOWN = "Which planets have rings made of ice?";

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static String session(int number) {
        return "session-number-%08d-of-this-test".formatted(number);
    }

    private JsonNode ask(String question, int session) {
        return admin.server().lastEvent("acme/bot", question, session(session));
    }

    private JsonNode list(String query) {
        return admin.json(AdminServer.VIEWER, LIST + query);
    }

    private static List<String> ids(JsonNode list) {
        return list.path("conversations").valueStream().map(c -> c.path("id").asText()).toList();
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theListTellsConversationsTheNewestFirstPageByPage() {
        for (int i = 1; i <= 3; i++) {
            ask(KNOWN, i);
        }
        ask("And for   students?\nPer month?", 2);
        JsonNode all = list("");
        assertEquals(3, ids(all).size(), all::toString);
        assertTrue(all.path("next").isNull(), all::toString);
        JsonNode first = list("?limit=2");
        assertEquals(ids(all).subList(0, 2), ids(first), first::toString);
        String next = first.path("next").asText();
        JsonNode second = list("?limit=2&after=" + next);
        assertEquals(ids(all).subList(2, 3), ids(second), second::toString);
        assertTrue(second.path("next").isNull(), second::toString);
        JsonNode middle = all.path("conversations").path(1);
        assertEquals(2, middle.path("questions").asInt(), middle::toString);
        assertEquals(KNOWN, middle.path("title").asText());
        assertEquals(
                Set.of(
                        "id",
                        "started_at",
                        "last_at",
                        "questions",
                        "title",
                        "verdicts",
                        "ratings",
                        "outcomes",
                        "tokens"),
                names(middle));
        assertEquals(Set.of("good", "none", "weak"), names(middle.path("verdicts")));
        assertEquals(Set.of("down", "up"), names(middle.path("ratings")));
        assertEquals(7, middle.path("outcomes").size(), middle::toString);
        int outcomes = middle.path("outcomes").valueStream().mapToInt(JsonNode::asInt).sum();
        assertEquals(2, outcomes, middle::toString);
    }

    @Test
    void aTitleIsTheFirstQuestionOnOneShortLine() {
        assertEquals("How do I get there?", ConversationPayloads.title(" How do\n I get there? "));
        String title = ConversationPayloads.title("🌍".repeat(81));
        assertEquals("🌍".repeat(79) + "…", title);
        assertEquals("", ConversationPayloads.title(""));
    }

    @Test
    void eachFilterLetsThroughWhatItNames() {
        String good = ask(KNOWN, 1).path("context_quality").path("verdict").asText();
        assertNotEquals("none", good);
        ask(UNKNOWN, 2);
        String known = ids(list("?q=MEMBERSHIP%20cost")).getFirst();
        String unknown = ids(list("?q=planets")).getFirst();
        assertNotEquals(known, unknown);
        assertEquals(List.of(unknown), ids(list("?verdict=none")));
        assertEquals(List.of(known), ids(list("?verdict=" + good)));
        assertEquals(List.of(unknown), ids(list("?outcome=refused")));
        assertEquals(List.of(known), ids(list("?outcome=complete")));
        assertEquals(List.of(), ids(list("?outcome=failed")));
        assertEquals(List.of(), ids(list("?rating=down")));
        assertEquals(List.of(), ids(list("?q=nowhere")));
        assertEquals(List.of(), ids(list("?q=planets&verdict=" + good)));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertEquals(2, ids(list("?from=" + today.minusDays(1) + "&to=" + today)).size());
        assertEquals(List.of(), ids(list("?from=" + today.plusDays(2))));
        assertEquals(List.of(), ids(list("?to=" + today.minusDays(2))));
    }

    @Test
    void aParameterThatIsWrongIsNamed() {
        for (String query :
                List.of(
                        "limit=0",
                        "limit=1001",
                        "limit=x",
                        "limit=",
                        "after=x",
                        "after=-1.x",
                        "from=yesterday",
                        "to=2026-02-30",
                        "verdict=GOOD",
                        "verdict=bad",
                        "rating=1",
                        "outcome=running")) {
            var response = admin.as(AdminServer.OWNER, "GET", LIST + "?" + query, "");
            assertEquals(422, response.statusCode(), query + ": " + response.body());
            JsonNode problem = RunningServer.json(response.body());
            assertEquals("invalid_field", problem.path("code").asText());
            assertEquals(query.replaceAll("=.*", ""), problem.path("field").asText());
        }
    }

    @Test
    void aTextToLookForThatIsTooLongIsRefused() {
        var response = admin.as(AdminServer.OWNER, "GET", LIST + "?q=" + "x".repeat(201), "");
        assertEquals(422, response.statusCode(), response.body());
        assertEquals(List.of(), ids(list("?q=" + "x".repeat(200))));
    }

    @Test
    void aConversationShowsWhatIsKnownOfItsAnswers() {
        JsonNode answer = ask(KNOWN, 1);
        String id = ids(list("")).getFirst();
        JsonNode found = admin.json(AdminServer.VIEWER, LIST + "/" + id);
        JsonNode summary = list("").path("conversations").path(0);
        summary.properties()
                .forEach(each -> assertEquals(each.getValue(), found.path(each.getKey())));
        JsonNode question = found.path("messages").path(0);
        assertEquals("user", question.path("role").asText());
        assertEquals(KNOWN, question.path("content").asText());
        assertEquals(Set.of("content", "created_at", "id", "role", "state"), names(question));
        JsonNode said = found.path("messages").path(1);
        assertEquals(answer.path("message_id"), said.path("id"));
        for (String field :
                List.of("content", "sources", "context_quality", "usage", "provider", "model")) {
            assertEquals(answer.path(field), said.path(field), field);
        }
        assertEquals("complete", said.path("state").asText());
        assertEquals("complete", said.path("outcome").asText());
        assertTrue(said.path("error_code").isNull(), said::toString);
        assertTrue(said.path("feedback").isNull(), said::toString);
        assertEquals(KNOWN, said.path("queries").path(0).asText());
        assertEquals(
                Set.of("first_token_ms", "retrieval_ms", "total_ms"), names(said.path("timing")));
        assertTrue(
                said.path("timing").path("total_ms").asInt()
                        >= said.path("timing").path("first_token_ms").asInt(),
                said::toString);
        int tokens =
                said.path("usage").path("prompt_tokens").asInt()
                        + said.path("usage").path("completion_tokens").asInt();
        assertEquals(tokens, summary.path("tokens").asInt(), summary::toString);
    }

    @Test
    void noCallTellsASession() {
        ask(KNOWN, 1);
        String id = ids(list("")).getFirst();
        for (String path :
                List.of(
                        LIST,
                        LIST + "?q=membership",
                        LIST + "/" + id,
                        LIST + ".jsonl",
                        BOT + "/usage",
                        BOT + "/ledger.jsonl",
                        "/api/orgs/acme/audit")) {
            var response = admin.as(AdminServer.OWNER, "GET", path, "");
            assertEquals(200, response.statusCode(), response.body());
            String seen = response.headers().map() + response.body();
            assertFalse(seen.contains(session(1)), seen);
        }
        assertFalse(id.contains("session"), id);
        assertEquals(
                404, admin.as(AdminServer.OWNER, "GET", LIST + "/" + session(1), "").statusCode());
    }

    @Test
    void aDeletedConversationIsGoneFromEverywhere() {
        JsonNode answer = ask(KNOWN, 1);
        ask(KNOWN, 2);
        String message = answer.path("message_id").asText();
        String id = ids(list("")).get(1);
        String path = LIST + "/" + id;
        assertEquals(403, admin.as(AdminServer.VIEWER, "DELETE", path, "").statusCode());
        assertNotEquals(0, resumed(message), "the answer can be fetched again at first");
        JsonNode before = admin.json(AdminServer.OWNER, BOT + "/usage");

        var deleted = admin.as(AdminServer.EDITOR, "DELETE", path, "");
        assertEquals(204, deleted.statusCode(), deleted.body());

        assertEquals(404, admin.as(AdminServer.OWNER, "GET", path, "").statusCode());
        assertEquals(404, admin.as(AdminServer.EDITOR, "DELETE", path, "").statusCode());
        assertEquals(1, ids(list("")).size());
        assertEquals(List.of(), admin.server().history("acme/bot", session(1)));
        assertEquals(2, admin.server().history("acme/bot", session(2)).size());
        String replay = BOT + "/messages/" + message + "/replay";
        assertEquals(404, admin.as(AdminServer.OWNER, "GET", replay, "").statusCode());
        assertEquals(0, resumed(message), "nobody comes back to the answer");
        assertEquals(404, stop(message).statusCode());
        var export = admin.as(AdminServer.OWNER, "GET", LIST + ".jsonl", "");
        assertFalse(export.body().contains(message), export.body());
        assertEquals(before, admin.json(AdminServer.OWNER, BOT + "/usage"));
        JsonNode audit = admin.json(AdminServer.OWNER, "/api/orgs/acme/audit");
        JsonNode entry = audit.path("entries").path(0);
        assertEquals("conversation.delete", entry.path("action").asText(), audit::toString);
        assertEquals("bot/conversations/" + id, entry.path("object").asText());
        assertEquals("desk", entry.path("key").asText());
    }

    @Test
    void withItsConversationAnAnswerThatIsUnderWayEndsAndLeavesNothing() {
        try (var model = StubUpstream.start(StubUpstream.openAi().tokens("Half ").hold())) {
            admin.write(
                    AdminServer.acme(AdminServer.OWNER)
                            + """
                              held:
                                llm: {provider: openai, model: m, base-url: "%s"}
                            """
                                    .formatted(model.uri("/v1")));
            assertEquals(List.of(), admin.server().reload());
            Iterator<JsonNode> events =
                    RunningServer.events(admin.server().open("acme/held", KNOWN, session(1)).body())
                            .iterator();
            assertEquals("token", events.next().path("type").asText());
            String list = "/api/orgs/acme/chatbots/held/conversations";
            String id = ids(admin.json(AdminServer.VIEWER, list)).getFirst();
            var deleted = admin.as(AdminServer.EDITOR, "DELETE", list + "/" + id, "");
            assertEquals(204, deleted.statusCode(), deleted.body());

            model.call(0).awaitClosed();
            JsonNode last = events.next();
            assertTrue(last.path("done").asBoolean(), last::toString);
            assertFalse(events.hasNext());
            assertEquals(List.of(), ids(admin.json(AdminServer.VIEWER, list)));
            assertEquals(List.of(), admin.server().history("acme/held", session(1)));
        }
    }

    /** How many events of an answer are sent to one who comes back to it. */
    private long resumed(String message) {
        HttpResponse<String> response =
                admin.call(
                        "GET",
                        "/api/public/chat/stream?chatbot_id=acme/bot",
                        "",
                        "Last-Event-ID",
                        message + ":0");
        return response.statusCode() == 204
                ? 0
                : response.body().lines().filter(line -> line.startsWith("data: ")).count();
    }

    private HttpResponse<String> stop(String message) {
        return admin.call(
                "POST",
                "/api/public/chat/stop",
                "{\"message_id\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session(1)));
    }

    @Test
    void whatAVisitorForgetsNobodyComesBackToEither() {
        String message = ask(KNOWN, 1).path("message_id").asText();
        assertNotEquals(0, resumed(message));
        var forgotten =
                admin.call(
                        "DELETE",
                        "/api/public/chat/history?chatbot_id=acme/bot",
                        "",
                        "X-Session-Id",
                        session(1));
        assertEquals(204, forgotten.statusCode());
        assertEquals(0, resumed(message));
        assertEquals(404, stop(message).statusCode());
        assertEquals(List.of(), ids(list("")));
    }

    @Test
    void theExportHasAConversationOnEachLine() {
        for (int i = 1; i <= 3; i++) {
            ask(KNOWN, i);
        }
        var export = admin.as(AdminServer.VIEWER, "GET", LIST + ".jsonl", "");
        assertEquals(200, export.statusCode(), export.body());
        assertEquals("application/jsonl", export.headers().firstValue("Content-Type").orElse(""));
        List<JsonNode> lines = export.body().lines().map(RunningServer::json).toList();
        List<String> ids = lines.stream().map(line -> line.path("id").asText()).toList();
        assertEquals(ids(list("")).reversed(), ids);
        for (JsonNode line : lines) {
            String path = LIST + "/" + line.path("id").asText();
            assertEquals(admin.json(AdminServer.VIEWER, path), line);
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String later = LIST + ".jsonl?from=" + today.plusDays(2);
        var none = admin.as(AdminServer.VIEWER, "GET", later, "");
        assertEquals(200, none.statusCode());
        assertEquals("", none.body());
        assertEquals(
                422, admin.as(AdminServer.VIEWER, "GET", LIST + ".jsonl?from=x", "").statusCode());
    }
}
