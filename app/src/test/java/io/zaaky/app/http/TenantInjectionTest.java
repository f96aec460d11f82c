package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.RunningServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pieces of queries, in all that acme's administrators and visitors can send: each is a text like
 * any other, and finds, changes and removes nothing of zeta's.
 */
@Tag("TEN-11")
class TenantInjectionTest {
    private static final String CHAT = "/api/public/chat";
    private static final JsonMapper JSON = new JsonMapper();

    private TwoOrganisations both;
    private Theirs theirs;
    private String before;

    @BeforeEach
    void start(@TempDir Path folder) {
        both = new TwoOrganisations(folder);
        theirs = Theirs.of(both);
        before = theirs.all();
        var kept =
                put("/documents/kept.txt", "A berth costs 9 euros.", "Content-Type", "text/plain");
        assertEquals(201, kept.statusCode(), kept.body());
        both.server().lastEvent("acme/bot", TwoOrganisations.OUR_QUESTION, "");
    }

    @AfterEach
    void stop() {
        both.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> put(String path, String text, String... headers) {
        return both.as(TwoOrganisations.OWNER, "PUT", TwoOrganisations.OURS + path, text, headers);
    }

    private HttpResponse<String> ours(String method, String path, String body) {
        return checked(path, both.as(TwoOrganisations.OWNER, method, path, body));
    }

    private static HttpResponse<String> checked(String what, HttpResponse<String> response) {
        String seen = what + ": " + response.statusCode() + " " + response.body();
        assertTrue(response.statusCode() < 500, seen);
        Theirs.none(what, response.body());
        return response;
    }

    private static void refused(String what, HttpResponse<String> response) {
        String seen = what + ": " + response.statusCode() + " " + response.body();
        assertTrue(List.of(400, 401, 404, 405, 422).contains(response.statusCode()), seen);
    }

    /** Neither organisation has lost or got anything, and no model has heard of zeta's. */
    private void allIsAsItWas(int documents, int conversations) {
        assertEquals(before, theirs.all(), "what the others have has changed");
        for (String prompt : both.prompts("acme")) {
            Theirs.none("the model was asked", prompt);
        }
        JsonNode listed =
                both.json(TwoOrganisations.OWNER, TwoOrganisations.OURS + "/documents?limit=1000");
        assertEquals(documents, listed.path("documents").size(), listed::toString);
        JsonNode kept =
                both.json(
                        TwoOrganisations.OWNER,
                        TwoOrganisations.OURS + "/conversations?limit=1000");
        assertEquals(conversations, kept.path("conversations").size(), kept::toString);
    }

    @Test
    void inSearchesAndQuestionsFindTheOwnAlone() {
        int asked = 0;
        for (String piece : QueryPieces.ALL) {
            ObjectNode body = JSON.createObjectNode();
            body.put("query", piece + " membership").put("top_k", 100);
            for (String key : List.of("filter", "where", "metadata", "tenant_id", "org", piece)) {
                body.putObject(key).put(piece, piece).put("org", "zeta").put("chatbot", "vault");
            }
            String path = TwoOrganisations.OURS + "/search?filter=" + encoded(piece);
            HttpResponse<String> found = ours("POST", path, body.toString());
            boolean isText = piece.indexOf('\u0000') < 0;
            assertTrue(found.statusCode() == 200 || !isText, found.body());
            for (JsonNode passage : RunningServer.json(found.body()).path("passages")) {
                String id = passage.path("id").asText();
                assertTrue(List.of("fees.md", "kept.txt").contains(id), found.body());
            }
            body.put("chatbot_id", "acme/bot").put("message", piece + " membership");
            var answer = checked(piece, both.call("POST", CHAT, body.toString()));
            assertEquals(isText ? 200 : 422, answer.statusCode(), piece + answer.body());
            asked += isText ? 1 : 0;
        }
        allIsAsItWas(2, 1 + asked);
    }

    @Test
    void inFiltersAndCursorsOfListsFindTheOwnAlone() {
        for (String piece : QueryPieces.ALL) {
            for (String parameter :
                    List.of("after", "q", "from", "to", "verdict", "rating", "outcome", "limit")) {
                for (String list :
                        List.of(
                                "/documents",
                                "/conversations",
                                "/conversations.jsonl",
                                "/ledger.jsonl",
                                "/usage",
                                "/gaps")) {
                    String query = "?" + parameter + "=" + encoded(piece);
                    HttpResponse<String> listed =
                            ours("GET", TwoOrganisations.OURS + list + query, "");
                    assertTrue(List.of(200, 422).contains(listed.statusCode()), listed.body());
                    if (list.equals("/documents") && listed.statusCode() == 200) {
                        onlyOurs(RunningServer.json(listed.body()).path("documents"), listed);
                    }
                }
            }
            String cursor = TwoOrganisations.OURS + "/conversations?after=1." + encoded(piece);
            ours("GET", cursor, "");
        }
        allIsAsItWas(2, 1);
    }

    private static void onlyOurs(JsonNode documents, HttpResponse<String> listed) {
        for (JsonNode document : documents) {
            String id = document.path("id").asText();
            assertTrue(List.of("fees.md", "kept.txt").contains(id), listed.body());
        }
    }

    @Test
    void asIdsAreNothingThatIsThere() {
        for (String piece : QueryPieces.ALL) {
            String id = encoded(piece);
            for (String path : List.of("/documents/", "/jobs/", "/conversations/", "/messages/")) {
                String at = TwoOrganisations.OURS + path + id;
                String whole = path.equals("/messages/") ? at + "/replay" : at;
                refused(whole, ours("GET", whole, ""));
                refused(whole, ours("DELETE", whole, ""));
            }
            refused(piece, ours("GET", "/api/orgs/acme/chatbots/" + id + "/documents", ""));
            refused(piece, ours("GET", "/api/orgs/" + id + "/chatbots/vault/documents", ""));
            refused(piece, ours("GET", "/api/orgs/" + id, ""));
            for (String chatbot : List.of(piece, "acme/" + piece, piece + "/vault")) {
                String body = RunningServer.body(chatbot, "What does it cost?", "");
                refused(chatbot, checked(chatbot, both.call("POST", CHAT, body)));
                String path = "/api/public/chatbots/" + encoded(chatbot).replace("%2F", "/");
                refused(path, checked(path, both.call("GET", path, "")));
            }
            ObjectNode rating = JSON.createObjectNode().put("rating", "down").put("comment", piece);
            rating.put("message_id", piece).put("session_id", piece);
            refused(piece, checked(piece, both.call("POST", "/api/public/feedback", "" + rating)));
            refused(piece, checked(piece, both.call("POST", CHAT + "/stop", "" + rating)));
            rating.put("message_id", theirs.message());
            refused(piece, checked(piece, both.call("POST", "/api/public/feedback", "" + rating)));
            refused(piece, checked(piece, both.call("POST", CHAT + "/stop", "" + rating)));
        }
        allIsAsItWas(2, 1);
    }

    @Test
    void asSessionsHaveNoPast() {
        for (String piece : QueryPieces.ALL) {
            if (piece.indexOf('\u0000') < 0) { // which no client can put into a header
                for (String session : List.of(piece, piece + "-of-more-than-22-characters")) {
                    String path = CHAT + "/history?chatbot_id=acme/bot";
                    var read = both.call("GET", path, "", "X-Session-Id", session);
                    assertEquals(200, read.statusCode(), read.body());
                    assertTrue(read.body().contains("\"messages\":[]"), read.body());
                    var gone = both.call("DELETE", path, "", "X-Session-Id", session);
                    assertEquals(204, gone.statusCode(), gone.body());
                }
            }
        }
        allIsAsItWas(2, 1);
    }

    @Test
    void inWhatIsSaidOfADocumentAreTextAndNothingElse() {
        for (String piece : QueryPieces.ALL) {
            String title = encoded(piece);
            String text = piece.replace("\u0000", "") + " berth";
            for (String[] headers :
                    new String[][] {
                        {"X-Title", title},
                        {"X-Source-Url", title},
                        {"X-Source-Url", "https://example.org/" + title + "?q=" + title},
                        {"X-Title", title, "X-Source-Url", "https://" + title}
                    }) {
                String[] all = Arrays.copyOf(headers, headers.length + 2);
                all[headers.length] = "Content-Type";
                all[headers.length + 1] = "text/plain";
                var put = checked(piece, put("/documents/kept.txt", text, all));
                assertTrue(List.of(200, 422).contains(put.statusCode()), piece + put.body());
                boolean titleAlone = headers.length == 2 && headers[0].equals("X-Title");
                if (put.statusCode() == 200 && titleAlone) {
                    String kept = RunningServer.json(put.body()).path("title").asText();
                    assertEquals(
                            piece.replace("\u0000", ""), kept.replace("\u0000", ""), put.body());
                }
            }
            var byId =
                    checked(
                            piece,
                            put("/documents/" + encoded(piece), "x", "Content-Type", "text/plain"));
            assertTrue(byId.statusCode() == 201 || byId.statusCode() / 100 == 4, byId.body());
            if (byId.statusCode() == 201) {
                String path = TwoOrganisations.OURS + "/documents/" + encoded(piece);
                assertEquals(204, ours("DELETE", path, "").statusCode(), piece);
            }
        }
        allIsAsItWas(2, 1);
    }
}
