package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see of conversations and of what they cost, with each kind of database. */
final class AdminCallsIT {
    private static final String DESK = "/api/orgs/acme/chatbots/desk";
    private static final String UNKNOWN = "Which planets have rings made of ice?";
    private static final String SESSION = "the-session-of-the-admin-calls-";

    private final HttpClient client = HttpClient.newHttpClient();
    private Installation installation;
    private String key;
    private String platformKey;
    private String hash;
    private String platformHash;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        Outcome made = Product.run("key", "new", "acme");
        key = first("zk_\\S+", made);
        hash = first("sha256:[0-9a-f]{64}", made);
        Outcome platform = Product.run("key", "new", "--platform");
        platformKey = first("zp_\\S+", platform);
        platformHash = first("sha256:[0-9a-f]{64}", platform);
    }

    private static String first(String pattern, Outcome made) {
        Matcher found = Pattern.compile(pattern).matcher(made.out());
        assertTrue(found.find(), made::toString);
        return found.group();
    }

    @AfterEach
    void leave() {
        client.close();
    }

    private void configure(String dataSources, String conversations) {
        installation.server(
                "server: {platform-keys: [\"%s\"]}\n%s".formatted(platformHash, dataSources));
        installation.organisation(
                """
                admin-keys: ["%s"]
                budget: {tokens-per-day: 1000000}
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    conversations: {%s}
                    knowledge: {sources: [{path: ../../documents}]}
                """
                        .formatted(hash, conversations));
    }

    @Test
    void everythingIsToldOfConversationsInSqlite() {
        configure("", "history: 10");
        check();
    }

    /** The tables are made by another role, as docs/operations.md says. */
    @Test
    @Tag("TEN-14")
    void everythingIsToldOfConversationsInPostgresByARoleThatOwnsNothing() {
        try (var database = new OwnDatabase()) {
            configureFor(database.urlOfARole());
            String url = database.urlOfAnOwnerOfNothing();
            try (var first = installation.serve()) {
                first.stop();
            }
            configureFor(url);
            check();
            assertEquals(0, database.owned(), "what belongs to the role that served");
        }
    }

    private void configureFor(String url) {
        configure(
                "data-sources:\n  postgres:\n    url: \"" + url + "\"\n", "data-source: postgres");
    }

    private void check() {
        try (var zaaky = installation.serve();
                var known = new Visitor("acme/desk", SESSION + "1");
                var unknown = new Visitor("acme/desk", SESSION + "2")) {
            Told answer = known.ask(zaaky, Installation.QUESTION);
            String message = answer.complete().path("message_id").asText();
            String rated = unknown.ask(zaaky, UNKNOWN).complete().path("message_id").asText();
            assertEquals(204, rate(zaaky, rated, SESSION + "2"));
            assertEquals(404, rate(zaaky, rated, SESSION + "1"));
            conversations(zaaky, message);
            usage(zaaky, answer.complete());
            deletion(zaaky, known);
            zaaky.stop();
        }
    }

    private void conversations(ZaakyProcess zaaky, String message) {
        JsonNode all = json(zaaky, DESK + "/conversations").path("conversations");
        assertEquals(2, all.size(), all::toString);
        assertEquals(UNKNOWN, all.path(0).path("title").asText());
        assertEquals(1, all.path(0).path("ratings").path("down").asInt(), all::toString);
        for (String filter :
                List.of("rating=down", "verdict=none", "outcome=refused", "q=PLANETS")) {
            JsonNode found = json(zaaky, DESK + "/conversations?" + filter).path("conversations");
            assertEquals(1, found.size(), () -> filter + ": " + found);
            assertEquals(all.path(0).path("id"), found.path(0).path("id"), filter);
        }
        JsonNode page = json(zaaky, DESK + "/conversations?limit=1");
        JsonNode next =
                json(zaaky, DESK + "/conversations?limit=1&after=" + page.path("next").asText());
        assertEquals(all.path(1), next.path("conversations").path(0));
        assertTrue(next.path("next").isNull(), next::toString);
        List<JsonNode> export =
                text(zaaky, DESK + "/conversations.jsonl").lines().map(Visitor::json).toList();
        assertEquals(2, export.size());
        JsonNode first = export.getFirst();
        assertEquals(json(zaaky, DESK + "/conversations/" + first.path("id").asText()), first);
        assertEquals(message, first.path("messages").path(1).path("id").asText());
        JsonNode gaps = json(zaaky, DESK + "/gaps");
        assertEquals(UNKNOWN, gaps.path("gaps").path(0).path("question").asText(), gaps::toString);
    }

    private void usage(ZaakyProcess zaaky, JsonNode answer) {
        long tokens = tokens(answer.path("usage"));
        for (String path : List.of(DESK + "/usage", "/api/orgs/acme/usage")) {
            JsonNode usage = json(zaaky, path);
            assertEquals(1, usage.path("total").path("answers").asInt(), usage::toString);
            assertEquals(tokens, tokens(usage.path("total")), usage::toString);
            JsonNode budget = usage.path("budget");
            assertEquals(0, budget.path("spent_today").asLong(-1), "extractive is free: " + usage);
        }
        JsonNode all = json(zaaky, "/api/orgs/acme/usage");
        assertEquals(1_000_000, all.at("/budget/tokens_per_day").asLong(), all::toString);
        JsonNode platform = json(zaaky, platformKey, "/api/platform/usage");
        JsonNode acme = platform.path("days").path(0).path("organisations").path(0);
        assertEquals("acme", acme.path("id").asText(), platform::toString);
        assertEquals(tokens, tokens(acme), platform::toString);
        JsonNode row = Visitor.json(text(zaaky, DESK + "/ledger.jsonl").strip());
        assertEquals(answer.path("message_id"), row.path("message_id"));
        JsonNode today = json(zaaky, "/api/orgs/acme").path("chatbots").path(0).path("today");
        assertEquals(tokens, today.path("tokens").asLong(), today::toString);
    }

    private static long tokens(JsonNode usage) {
        return usage.path("prompt_tokens").asLong() + usage.path("completion_tokens").asLong();
    }

    private void deletion(ZaakyProcess zaaky, Visitor visitor) {
        JsonNode before = json(zaaky, DESK + "/usage");
        JsonNode all = json(zaaky, DESK + "/conversations").path("conversations");
        String path = DESK + "/conversations/" + all.path(1).path("id").asText();
        assertEquals(204, send(zaaky, key, "DELETE", path).statusCode());
        assertEquals(404, send(zaaky, key, "DELETE", path).statusCode());
        assertEquals(404, send(zaaky, key, "GET", path).statusCode());
        assertEquals(0, visitor.history(zaaky).size());
        assertEquals(1, json(zaaky, DESK + "/conversations").path("conversations").size());
        assertEquals(before, json(zaaky, DESK + "/usage"));
    }

    private int rate(ZaakyProcess zaaky, String message, String session) {
        var request =
                HttpRequest.newBuilder(zaaky.at("/api/public/feedback"))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        """
                                        {"message_id":"%s","session_id":"%s","rating":"down"}
                                        """
                                                .formatted(message, session)));
        return send(request.build()).statusCode();
    }

    private JsonNode json(ZaakyProcess zaaky, String path) {
        return Visitor.json(text(zaaky, path));
    }

    private JsonNode json(ZaakyProcess zaaky, String by, String path) {
        HttpResponse<String> response = send(zaaky, by, "GET", path);
        assertEquals(200, response.statusCode(), response.body());
        return Visitor.json(response.body());
    }

    private String text(ZaakyProcess zaaky, String path) {
        HttpResponse<String> response = send(zaaky, key, "GET", path);
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private HttpResponse<String> send(ZaakyProcess zaaky, String by, String method, String path) {
        return send(
                HttpRequest.newBuilder(zaaky.at(path))
                        .header("Authorization", "Bearer " + by)
                        .method(method, BodyPublishers.noBody())
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
