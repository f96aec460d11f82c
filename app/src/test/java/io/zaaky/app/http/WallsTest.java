package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.admin.Right;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One organisation's ids are of no use to another. */
class WallsTest {
    /** Their chatbot under the own organisation. */
    private static final String MIXED = "/api/orgs/acme/chatbots/vault";

    private TwoOrganisations both;
    private Theirs theirs;
    private String before;

    @BeforeEach
    void start(@TempDir Path folder) {
        both = new TwoOrganisations(folder);
        theirs = Theirs.of(both);
        before = theirs.all();
    }

    @AfterEach
    void stop() {
        both.close();
    }

    private HttpResponse<String> ours(String method, String path, String body) {
        return both.as(TwoOrganisations.OWNER, method, path, body);
    }

    private static List<Route> routesOfChatbots() {
        List<Route> routes =
                RouteList.of(new Pages()).stream()
                        .filter(route -> route.path().contains("/chatbots/{chatbot}"))
                        .filter(route -> route.right().isPresent())
                        .toList();
        assertTrue(routes.size() > 10, routes::toString);
        return routes;
    }

    /** A route's path with the ids of what zeta has. */
    private String path(Route route, String org, String chatbot) {
        return route.path()
                .replace("{org}", org)
                .replace("{chatbot}", chatbot)
                .replace("{+id}", theirs.document())
                .replace("{job}", theirs.job())
                .replace("{message}", theirs.message())
                .replace("{conversation}", theirs.conversation());
    }

    private static String body(Route route) {
        String name = route.method().text() + " " + route.path();
        return Optional.ofNullable(ExpectedRoutes.GUARDED.get(name)).orElseThrow().body();
    }

    private void alike(int status, Route route, String foreign, String missing) {
        String method = route.method().text();
        HttpResponse<String> answer = ours(method, foreign, body(route));
        assertEquals(status, answer.statusCode(), method + foreign + ": " + answer.body());
        assertEquals(
                AdminServer.seen(ours(method, missing, body(route))),
                AdminServer.seen(answer),
                method + " " + foreign);
        Theirs.none(foreign, answer.body());
    }

    @Test
    @Tag("TEN-01")
    void aChatbotOfOthersIsNoneOfTheOwnOrganisationAndTheOtherWayRound() {
        for (Route route : routesOfChatbots()) {
            String missing = path(route, "acme", "nobody");
            alike(404, route, path(route, "acme", "vault"), missing);
            alike(404, route, path(route, "acme", "bare"), missing);
            String nowhere = path(route, "nobody", "bot");
            for (String chatbot : List.of("bot", "desk", "vault", "nobody")) {
                alike(401, route, path(route, "zeta", chatbot), nowhere);
            }
        }
        assertEquals(before, theirs.all());
    }

    @Test
    @Tag("TEN-01")
    void whatBelongsToOthersAnswersLikeWhatIsNotThere() {
        String nobody = "nobody-has-this-id-anywhere";
        for (Route route : routesOfChatbots()) {
            boolean hasId = route.path().matches(".*\\{(\\+id|job|message|conversation)}.*");
            if (hasId && !route.method().text().equals("PUT")) { // that makes one of one's own
                String missing =
                        route.path()
                                .replace("{org}", "acme")
                                .replace("{chatbot}", "bot")
                                .replaceAll("\\{\\+?\\w+}", nobody);
                alike(404, route, path(route, "acme", "bot"), missing);
                alike(404, route, path(route, "acme", "desk"), missing.replace("bot/", "desk/"));
            }
        }
        assertEquals(before, theirs.all());
    }

    @Test
    @Tag("TEN-01")
    void theirOwnKeyOpensWhatWasTriedSoThatItWasThere() {
        for (Route route : routesOfChatbots()) {
            String method = route.method().text();
            if (route.right().equals(Optional.of(Right.READ)) && method.equals("GET")) {
                String path = path(route, "zeta", "vault");
                var answer = both.as(TwoOrganisations.THEIR_OWNER, method, path, "");
                assertEquals(200, answer.statusCode(), path + ": " + answer.body());
            }
        }
    }

    @Test
    @Tag("TEN-08")
    void listsAndSearchesHoldWhatIsTheOrganisationsAlone() {
        String bare = "/api/orgs/zeta/chatbots/bare";
        for (String chatbot : List.of(bare, TwoOrganisations.THEIRS)) {
            HttpResponse<String> put =
                    both.as(
                            TwoOrganisations.THEIR_OWNER,
                            "PUT",
                            chatbot + "/documents/untitled",
                            "Membership for quokkas.",
                            "Content-Type",
                            "text/plain");
            assertEquals(201, put.statusCode(), put.body());
            JsonNode made = RunningServer.json(put.body());
            assertEquals("indexed", made.path("state").asText(), made::toString);
            assertTrue(made.path("url").isNull(), made::toString);
            HttpResponse<String> form =
                    both.form(TwoOrganisations.THEIR_OWNER, chatbot, "untitled-2.txt", "quokkas");
            assertEquals(202, form.statusCode(), form.body());
            JsonNode ids = RunningServer.json(form.body()).path("documents");
            assertEquals("[\"untitled-2.txt\"]", ids.toString());
        }
        both.server().lastEvent("zeta/bare", TwoOrganisations.THEIR_QUESTION, "");
        both.server().lastEvent("acme/bot", TwoOrganisations.OUR_QUESTION, "");
        JsonNode theirsListed =
                both.json(TwoOrganisations.THEIR_OWNER, bare + "/documents?limit=1000");
        assertEquals(2, theirsListed.path("documents").size(), theirsListed::toString);

        String bot = TwoOrganisations.OURS;
        JsonNode listed = both.json(TwoOrganisations.OWNER, bot + "/documents?limit=1000");
        assertEquals(
                List.of("fees.md"),
                listed.path("documents").valueStream().map(d -> d.path("id").asText()).toList());
        String found =
                ours("POST", bot + "/search", "{\"query\":\"membership quokkas\",\"top_k\":100}")
                        .body();
        assertTrue(found.contains(TwoOrganisations.OUR_FACT), found);
        JsonNode passages = RunningServer.json(found).path("passages");
        assertEquals(1, passages.size(), found);
        assertFalse(passages.toString().contains("quokkas"), found);
        for (String path :
                List.of(
                        "/conversations",
                        "/conversations?q=membership",
                        "/conversations.jsonl",
                        "/ledger.jsonl",
                        "/gaps")) {
            HttpResponse<String> all = ours("GET", bot + path, "");
            assertEquals(200, all.statusCode(), all.body());
            Theirs.none(path, all.body());
        }
        assertEquals(1, ours("GET", bot + "/conversations.jsonl", "").body().lines().count());
        assertEquals(1, ours("GET", bot + "/ledger.jsonl", "").body().lines().count());
        for (String path : List.of(bot + "/usage", "/api/orgs/acme/usage")) {
            JsonNode usage = both.json(TwoOrganisations.OWNER, path);
            assertEquals(1, usage.path("total").path("answers").asInt(), usage::toString);
        }
        JsonNode about = both.json(TwoOrganisations.OWNER, "/api/orgs/acme");
        assertEquals(
                List.of("bot", "desk"),
                about.path("chatbots").valueStream().map(each -> each.path("id").asText()).toList(),
                about::toString);
    }

    @Test
    @Tag("TEN-12")
    void aKeyOfOthersNeitherSearchesNorChangesDocuments() {
        String document = "/documents/" + theirs.document();
        for (String[] call :
                new String[][] {
                    {"POST", "/search", "{\"query\":\"membership quokkas\"}"},
                    {"POST", "/search", "{\"query\":\"" + theirs.document() + "\",\"top_k\":100}"},
                    {"GET", "/documents", ""},
                    {"GET", document, ""},
                    {"GET", "/documents/" + theirs.source(), ""},
                    {"GET", "/messages/" + theirs.message() + "/replay", ""},
                    {"GET", "/gaps", ""},
                    {"PUT", document, "Changed."},
                    {"PUT", "/documents/more.txt", "More."},
                    {"POST", "/documents", "{\"url\":\"http://example.org/\"}"},
                    {"DELETE", document, ""},
                    {"DELETE", "/documents/" + theirs.source(), ""}
                }) {
            for (String chatbot : List.of(MIXED, TwoOrganisations.THEIRS)) {
                int refused = chatbot.equals(TwoOrganisations.THEIRS) ? 401 : 404;
                var response = withKey(call[0], chatbot + call[1], call[2]);
                assertEquals(refused, response.statusCode(), chatbot + call[1]);
                Theirs.none(chatbot + call[1], response.body());
            }
        }
        for (String chatbot : List.of(MIXED, TwoOrganisations.THEIRS)) {
            var form = both.form(TwoOrganisations.OWNER, chatbot, "form.txt", "Added.");
            assertTrue(List.of(401, 404).contains(form.statusCode()), form.body());
        }
        String byId = TwoOrganisations.OURS + document;
        assertEquals(404, ours("DELETE", byId, "").statusCode(), "by its id at the own chatbot");
        assertEquals(before, theirs.all());
        JsonNode listed =
                both.json(TwoOrganisations.THEIR_OWNER, TwoOrganisations.THEIRS + "/documents");
        assertEquals(3, listed.path("documents").size(), listed::toString);
        assertTrue(listed.toString().contains(theirs.hash()), listed::toString);
    }

    /** Documents come as text, which their calls take, and all the rest as JSON. */
    private HttpResponse<String> withKey(String method, String path, String body) {
        return method.equals("PUT")
                ? both.as(TwoOrganisations.OWNER, method, path, body, "Content-Type", "text/plain")
                : ours(method, path, body);
    }
}
