package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import io.zaaky.testkit.Conditions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call of administrators with all that is kept in PostgreSQL, by a role that owns nothing
 * there. The list of calls is the server's own: a new one fails the test until it is here.
 */
final class EveryAdminCallIT {
    private static final String ORG = "/api/orgs/{org}";
    private static final String BOT = ORG + "/chatbots/{chatbot}";
    private static final String FEES = "A boat ticket costs seven euros for everybody.";
    private static final String QUESTION = "What does a boat ticket cost?";
    private static final String FORM =
            """
            --edge\r
            Content-Disposition: form-data; name="files"; filename="form.txt"\r
            \r
            The kiosk sells lemonade in summer.\r
            --edge--\r
            """;

    private String answer = "";
    private String conversation = "";
    private String job = "";

    /** One call, and whether its answer is right. */
    private interface Check {
        void with(Administrator owner, Administrator platform);
    }

    private static String at(String pattern) {
        return pattern.replace("{org}", "acme").replace("{chatbot}", "desk");
    }

    /** In an order in which each finds what it needs. */
    private Map<String, Check> checks() {
        Map<String, Check> all = new LinkedHashMap<>();
        documents(all);
        conversations(all);
        accounts(all);
        ends(all);
        return all;
    }

    private void documents(Map<String, Check> all) {
        String documents = at(BOT + "/documents");
        all.put(
                "POST " + BOT + "/documents",
                (owner, _) -> {
                    String type = "multipart/form-data; boundary=edge";
                    String made = owner.call(202, "POST", documents, type, FORM);
                    job = Visitor.json(made).path("job").asText();
                });
        all.put(
                "GET " + BOT + "/jobs/{job}",
                (owner, _) -> {
                    JsonNode told =
                            Conditions.await(
                                    "the end of the job",
                                    () -> owner.json(at(BOT + "/jobs/") + job),
                                    seen -> seen.path("state").asText().equals("done"));
                    assertEquals("form.txt", told.at("/documents/0").asText(), told::toString);
                });
        all.put(
                "GET " + BOT + "/documents/{+id}",
                (owner, _) -> assertIndexed(owner.json(documents + "/fees.txt")));
        all.put(
                "GET " + BOT + "/documents",
                (owner, _) -> {
                    JsonNode list = owner.json(documents);
                    assertEquals("fees.txt", list.at("/documents/0/id").asText(), list::toString);
                });
        all.put(
                "POST " + BOT + "/search",
                (owner, _) -> {
                    String query = "{\"query\":\"" + QUESTION + "\"}";
                    String type = "application/json";
                    JsonNode found =
                            Visitor.json(owner.call(200, "POST", at(BOT + "/search"), type, query));
                    String text = found.at("/passages/0/text").asText();
                    assertTrue(text.contains(FEES), found::toString);
                });
    }

    private void conversations(Map<String, Check> all) {
        String list = at(BOT + "/conversations");
        all.put(
                "GET " + BOT + "/conversations",
                (owner, _) -> {
                    JsonNode found = owner.json(list + "?q=boat&outcome=complete");
                    assertEquals(1, found.path("conversations").size(), found::toString);
                    conversation = found.at("/conversations/0/id").asText();
                });
        all.put(
                "GET " + BOT + "/conversations/{conversation}",
                (owner, _) -> {
                    JsonNode whole = owner.json(list + "/" + conversation);
                    assertEquals(answer, whole.at("/messages/1/id").asText(), whole::toString);
                    String rating = whole.at("/messages/1/feedback/rating").asText();
                    assertEquals("down", rating, whole::toString);
                });
        all.put(
                "GET " + BOT + "/conversations.jsonl",
                (owner, _) -> {
                    String export = owner.call(200, "GET", list + ".jsonl");
                    assertEquals(1, export.lines().count(), export);
                    assertTrue(export.contains(answer), export);
                });
        all.put(
                "GET " + BOT + "/messages/{message}/replay",
                (owner, _) -> {
                    JsonNode replay = owner.json(at(BOT + "/messages/") + answer + "/replay");
                    assertTrue(replay.toString().contains("fees.txt"), replay::toString);
                });
        all.put(
                "GET " + BOT + "/gaps",
                (owner, _) -> {
                    JsonNode gaps = owner.json(at(BOT + "/gaps"));
                    assertEquals(QUESTION, gaps.at("/gaps/0/question").asText(), gaps::toString);
                });
    }

    private void accounts(Map<String, Check> all) {
        for (String of : new String[] {BOT, ORG}) {
            all.put(
                    "GET " + of + "/usage",
                    (owner, _) -> {
                        JsonNode usage = owner.json(at(of + "/usage"));
                        assertEquals(1, usage.at("/total/answers").asInt(), usage::toString);
                    });
        }
        all.put(
                "GET " + BOT + "/ledger.jsonl",
                (owner, _) -> {
                    JsonNode row = Visitor.json(owner.call(200, "GET", at(BOT + "/ledger.jsonl")));
                    assertEquals(answer, row.path("message_id").asText(), row::toString);
                });
        all.put(
                "GET " + ORG,
                (owner, _) -> {
                    JsonNode about = owner.json(at(ORG));
                    assertEquals(1, about.at("/chatbots/0/today/answers").asInt());
                    int indexed = about.at("/chatbots/0/documents/indexed").asInt();
                    assertEquals(2, indexed, about::toString);
                });
        all.put(
                "GET /api/platform/organisations",
                (_, platform) -> {
                    JsonNode found = platform.json("/api/platform/organisations");
                    assertTrue(found.toString().contains("\"acme\""), found::toString);
                });
        all.put(
                "GET /api/platform/usage",
                (_, platform) -> {
                    JsonNode usage = platform.json("/api/platform/usage");
                    assertEquals(1, usage.at("/total/answers").asInt(), usage::toString);
                });
    }

    private void ends(Map<String, Check> all) {
        for (String action : new String[] {"pause", "resume"}) {
            String path = BOT + "/" + action;
            all.put("POST " + path, (owner, _) -> owner.call(204, "POST", at(path)));
        }
        all.put(
                "POST /api/platform/reload",
                (_, platform) -> {
                    JsonNode told =
                            Visitor.json(platform.call(200, "POST", "/api/platform/reload"));
                    assertEquals(0, told.path("changed").size(), told::toString);
                });
        String document = at(BOT + "/documents/fees.txt");
        all.put(
                "DELETE " + BOT + "/documents/{+id}",
                (owner, _) -> {
                    owner.call(204, "DELETE", document);
                    owner.call(404, "GET", document);
                });
        all.put(
                "PUT " + BOT + "/documents/{+id}",
                (owner, _) -> assertIndexed(put(owner, 201, document)));
        all.put(
                "DELETE " + BOT + "/conversations/{conversation}",
                (owner, _) -> {
                    String path = at(BOT + "/conversations/") + conversation;
                    owner.call(204, "DELETE", path);
                    owner.call(404, "GET", path);
                });
        all.put(
                "GET " + ORG + "/audit",
                (owner, _) -> {
                    JsonNode audit = owner.json(at(ORG + "/audit"));
                    assertEquals(
                            "conversation.delete",
                            audit.at("/entries/0/action").asText(),
                            audit::toString);
                });
    }

    private static void assertIndexed(JsonNode document) {
        assertEquals("indexed", document.path("state").asText(), document::toString);
    }

    private static JsonNode put(Administrator owner, int status, String document) {
        return Visitor.json(owner.call(status, "PUT", document, "text/plain", FEES));
    }

    private static String first(String pattern, Outcome made) {
        Matcher found = Pattern.compile(pattern).matcher(made.out());
        assertTrue(found.find(), made::toString);
        return found.group();
    }

    @Test
    @Tag("TEN-14")
    void isServedByARoleThatOwnsNothingAndNoneIsForgotten(@TempDir Path folder) {
        Map<String, Check> checks = checks();
        var served = new TreeSet<String>();
        Routes.patterns()
                .forEach((path, methods) -> methods.forEach(each -> served.add(each + " " + path)));
        served.removeIf(call -> !call.contains(" /api/orgs/") && !call.contains(" /api/platform/"));
        assertEquals(served, new TreeSet<>(checks.keySet()));
        Outcome key = Product.run("key", "new", "acme");
        Outcome platformKey = Product.run("key", "new", "--platform");
        Installation installation = Installation.in(folder);
        installation.organisation(organisation(first("sha256:[0-9a-f]{64}", key)));
        String platformHash = first("sha256:[0-9a-f]{64}", platformKey);
        try (var database = new OwnDatabase()) {
            serveBy(installation, platformHash, database.urlOfARole());
            String url = database.urlOfAnOwnerOfNothing();
            try (var first = installation.serve()) { // it makes the tables
                first.stop();
            }
            serveBy(installation, platformHash, url);
            try (var zaaky = installation.serve();
                    var visitor = new Visitor("acme/desk", "a-session-that-is-long-enough");
                    var owner = new Administrator(zaaky, first("zk_\\S+", key));
                    var platform = new Administrator(zaaky, first("zp_\\S+", platformKey))) {
                assertIndexed(put(owner, 201, at(BOT + "/documents/fees.txt")));
                answer = visitor.ask(zaaky, QUESTION).complete().path("message_id").asText();
                owner.call(204, "POST", "/api/public/feedback", "application/json", rating());
                checks.forEach((_, check) -> check.with(owner, platform));
                zaaky.stop();
            }
            assertEquals(0, database.owned(), "what belongs to the role that served");
        }
    }

    private String rating() {
        return "{\"message_id\":\"%s\",\"session_id\":\"a-session-that-is-long-enough\",\"rating\":\"down\"}"
                .formatted(answer);
    }

    private static String organisation(String hash) {
        return """
        admin-keys: ["%s"]
        chatbots:
          desk:
            llm: {provider: extractive}
            retrieval: {provider: pgvector, data-source: postgres}
            conversations: {data-source: postgres}
        """
                .formatted(hash);
    }

    private static void serveBy(Installation installation, String platform, String url) {
        installation.server(
                """
                server: {platform-keys: ["%s"]}
                data-sources: {postgres: {url: "%s"}}
                """
                        .formatted(platform, url));
    }
}
