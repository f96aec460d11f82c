package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.RunningServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of another organisation's things, in calls to one's own chatbot. */
@Tag("TEN-02")
class PayloadIdsTest {
    private static final String CHAT = "/api/public/chat";

    /** What an id may stand in: fields and parameters that there are, and that others have. */
    private static final List<String> FIELDS =
            List.of(
                    "session_id",
                    "conversation_id",
                    "message_id",
                    "parent_message_id",
                    "previous_response_id",
                    "thread_id",
                    "stream_id",
                    "document",
                    "document_id",
                    "documents",
                    "file_id",
                    "files",
                    "attachments",
                    "source",
                    "sources",
                    "chunk_id",
                    "job",
                    "collection",
                    "knowledge",
                    "chatbot",
                    "org",
                    "organisation",
                    "tenant_id",
                    "after",
                    "cursor");

    private static final String SESSION = "X-Session-Id";
    private static final JsonMapper JSON = new JsonMapper();

    private TwoOrganisations both;
    private Theirs theirs;
    private String before;

    @BeforeEach
    void start(@TempDir Path folder) {
        both = new TwoOrganisations(folder);
        theirs = Theirs.of(both);
        before = theirs.all();
        String asked = String.join("\n", both.prompts("zeta"));
        assertTrue(asked.contains("quokkas") && asked.contains("wombats"), asked);
    }

    @AfterEach
    void stop() {
        both.close();
    }

    private void nothingCameOut() {
        for (String prompt : both.prompts("acme")) {
            Theirs.none("the model was asked", prompt);
        }
        assertEquals(before, theirs.all(), "what the others have has changed");
    }

    /** Has an id in every field, as a text or in lists and objects. */
    private static ObjectNode filled(String id, boolean flat) {
        ObjectNode body = JSON.createObjectNode();
        for (String field : FIELDS) {
            if (flat) {
                body.put(field, id);
            } else if (!field.equals("session_id")) {
                ObjectNode object = JSON.createObjectNode();
                for (String inner : List.of("id", "file_id", "document_id", "upload_file_id")) {
                    object.put(inner, id).put("org", "zeta").put("chatbot_id", "zeta/vault");
                }
                body.putArray(field).add(id).add(object);
            }
        }
        return body;
    }

    private static String query(String id) {
        var query = new StringBuilder();
        for (String field : FIELDS) {
            query.append('&').append(field).append('=').append(encoded(id));
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void answered(String what, HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), what + ": " + response.body());
        assertTrue(response.body().contains(TwoOrganisations.OUR_FACT), response.body());
        Theirs.none(what, response.body());
    }

    @Test
    void inAQuestionBringNothingOfTheirsToTheModel() {
        theirs.ids()
                .forEach(
                        (what, id) -> {
                            for (String way : List.of("", "/stream", "/chunked")) {
                                for (boolean flat : new boolean[] {true, false}) {
                                    String body =
                                            filled(id, flat)
                                                    .put("message", TwoOrganisations.OUR_QUESTION)
                                                    .put("chatbot_id", "acme/bot")
                                                    .toString();
                                    answered(
                                            what + " to " + way,
                                            both.call("POST", CHAT + way, body, SESSION, id));
                                }
                            }
                            String asked =
                                    CHAT
                                            + "/stream?chatbot_id=acme/bot&message="
                                            + encoded(TwoOrganisations.OUR_QUESTION)
                                            + query(id);
                            answered(what, both.call("GET", asked, "", SESSION, id));
                        });
        assertEquals(70, both.prompts("acme").size(), "of ten ids, seven ways to ask each");
        nothingCameOut();
    }

    @Test
    void ofAChatbotUnderTheOwnOrganisationLeadNowhere() {
        Set<String> seen = new LinkedHashSet<>();
        for (String chatbot :
                List.of("acme/nobody", "acme/vault", "acme/bare", "vault", theirs.message())) {
            String body = RunningServer.body(chatbot, TwoOrganisations.OUR_QUESTION, "");
            HttpResponse<String> refused = both.call("POST", CHAT, body);
            assertEquals(404, refused.statusCode(), refused.body());
            seen.add(AdminServer.seen(refused));
        }
        assertEquals(1, seen.size(), seen::toString);
        assertEquals(List.of(), both.prompts("acme"));
    }

    @Test
    void inCallsAboutAnAnswerAreLikeIdsThatNobodyHas() {
        String session = "our-session-of-more-than-22";
        var last = both.server().lastEvent("acme/bot", TwoOrganisations.OUR_QUESTION, session);
        String message = last.path("message_id").asText();
        String nobody = "nobody-has-this-id-anywhere";
        String unknownMessage = rated(nobody, session, "");
        String unknownSession = rated(message, nobody, "");
        String neverStopped = stopped(nobody, session);
        String strangerStops = stopped(message, nobody);
        theirs.ids()
                .forEach(
                        (what, id) -> {
                            assertEquals(unknownMessage, rated(id, session, ""), what);
                            assertEquals(unknownSession, rated(message, id, ""), what);
                            String named = ",\"chatbot_id\":\"acme/bot\"";
                            assertEquals(unknownMessage, rated(id, session, named), what);
                            assertEquals(unknownMessage, rated(id, theirs.session(), named), what);
                            assertEquals(neverStopped, stopped(id, session), what);
                            assertEquals(strangerStops, stopped(message, id), what);
                            emptyHistory(id);
                        });
        for (String[] own :
                new String[][] {{"?chatbot_id=acme/bot", nobody}, {"?session_id=" + session, ""}}) {
            var resumed =
                    both.call(
                            "GET",
                            CHAT + "/stream" + own[0],
                            "",
                            "Last-Event-ID",
                            theirs.message() + ":0");
            assertEquals(404, resumed.statusCode(), resumed.body());
        }
        assertEquals(2, both.server().history("acme/bot", session).size());
        nothingCameOut();
    }

    private String rated(String message, String session, String more) {
        var response =
                both.call(
                        "POST",
                        "/api/public/feedback",
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\",\"rating\":\"down\"%s}"
                                .formatted(message, session, more));
        assertEquals(404, response.statusCode(), response.body());
        return AdminServer.seen(response);
    }

    private String stopped(String message, String session) {
        var response =
                both.call(
                        "POST",
                        CHAT + "/stop",
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\"}"
                                .formatted(message, session));
        assertEquals(404, response.statusCode(), response.body());
        return AdminServer.seen(response);
    }

    private void emptyHistory(String id) {
        String path = CHAT + "/history?chatbot_id=acme/bot" + query(id);
        var history = both.call("GET", path, "", SESSION, id);
        assertEquals(200, history.statusCode(), history.body());
        assertTrue(history.body().contains("\"messages\":[]"), history.body());
        assertEquals(204, both.call("DELETE", path, "", SESSION, id).statusCode());
        var widget = both.call("GET", "/api/public/chatbots/acme/bot", "", SESSION, id);
        assertEquals(200, widget.statusCode(), widget.body());
        Theirs.none("the widget's settings", widget.body());
    }

    @Test
    void inListsOfAdministratorsShowNothingOfTheirs() {
        both.server().lastEvent("acme/bot", TwoOrganisations.OUR_QUESTION, "");
        List<String> parameters =
                List.of("after", "from", "to", "verdict", "rating", "outcome", "q", "limit", "org");
        List<String> lists =
                List.of(
                        "/conversations",
                        "/conversations.jsonl",
                        "/documents",
                        "/ledger.jsonl",
                        "/gaps",
                        "/usage");
        theirs.ids()
                .forEach(
                        (what, id) -> {
                            for (String parameter : parameters) {
                                for (String list : lists) {
                                    var path = list + "?" + parameter + "=" + encoded(id);
                                    listed(what, TwoOrganisations.OURS + path);
                                }
                                listed(what, "/api/orgs/acme/audit?" + parameter + "=" + id);
                            }
                            lists.forEach(
                                    list ->
                                            listed(
                                                    what,
                                                    TwoOrganisations.OURS
                                                            + list
                                                            + "?x"
                                                            + query(id)));
                        });
        nothingCameOut();
    }

    private void listed(String what, String path) {
        var response = both.as(TwoOrganisations.OWNER, "GET", path, "");
        assertTrue(Set.of(200, 422).contains(response.statusCode()), path + response.body());
        Theirs.none(path, response.body());
        for (Map.Entry<String, String> id : theirs.ids().entrySet()) {
            if (!id.getKey().equals("chatbot")) {
                assertFalse(
                        response.body().contains(id.getValue()),
                        () -> what + " at " + path + ": " + response.body());
            }
        }
    }

    @Test
    void inSearchesAndUploadsReachNothingOfTheirs() {
        theirs.ids()
                .forEach(
                        (what, id) -> {
                            ObjectNode body = filled(id, true);
                            body.put("query", TwoOrganisations.OUR_QUESTION).put("top_k", 100);
                            var path = TwoOrganisations.OURS + "/search?x" + query(id);
                            answered(
                                    what,
                                    both.as(TwoOrganisations.OWNER, "POST", path, body.toString()));
                            var page =
                                    both.as(
                                            TwoOrganisations.OWNER,
                                            "POST",
                                            TwoOrganisations.OURS + "/documents",
                                            filled(id, true).put("url", id).toString());
                            assertEquals(422, page.statusCode(), page.body());
                            Theirs.none(what, page.body());
                        });
        for (String id : List.of(theirs.document(), theirs.source())) {
            String path = TwoOrganisations.OURS + "/documents/" + id;
            var put =
                    both.as(
                            TwoOrganisations.OWNER,
                            "PUT",
                            path,
                            "Our own text.",
                            "Content-Type",
                            "text/plain");
            assertEquals(201, put.statusCode(), "it was not there before: " + put.body());
            assertEquals(before, theirs.all(), "after one of the same id was put");
            assertEquals(204, both.as(TwoOrganisations.OWNER, "DELETE", path, "").statusCode(), id);
        }
        nothingCameOut();
    }
}
