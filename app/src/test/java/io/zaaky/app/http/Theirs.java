package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of everything that an organisation can have, made by zeta at its chatbot {@code vault}.
 *
 * @param session of a visitor, a secret
 * @param message of the answer in that session
 * @param conversation what administrators know the session by
 * @param cursor where their list of conversations goes on
 * @param job of an upload
 * @param document one that was uploaded
 * @param source one that the answer rests on
 * @param hash of the document
 */
record Theirs(
        TwoOrganisations both,
        String session,
        String message,
        String conversation,
        String cursor,
        String job,
        String document,
        String source,
        String hash) {
    private static final String CHATBOT = "zeta/vault";

    /** Makes it all. */
    static Theirs of(TwoOrganisations both) {
        String session = "their-session-of-more-than-22";
        both.server().lastEvent(CHATBOT, TwoOrganisations.THEIR_QUESTION, session + "-before");
        JsonNode last = both.server().lastEvent(CHATBOT, TwoOrganisations.THEIR_QUESTION, session);
        assertTrue(last.path("content").asText().contains("numbats"), last::toString);
        HttpResponse<String> put =
                both.as(
                        TwoOrganisations.THEIR_OWNER,
                        "PUT",
                        TwoOrganisations.THEIRS + "/documents/plans/quokkas.txt",
                        "Two quokkas.",
                        "Content-Type",
                        "text/plain");
        assertEquals(201, put.statusCode(), put.body());
        HttpResponse<String> form =
                both.form(
                        TwoOrganisations.THEIR_OWNER,
                        TwoOrganisations.THEIRS,
                        "more-quokkas.txt",
                        "More quokkas.");
        assertEquals(202, form.statusCode(), form.body());
        String job = text(RunningServer.json(form.body()), "job");
        Conditions.await(
                "the end of the job",
                () ->
                        both.json(
                                TwoOrganisations.THEIR_OWNER,
                                TwoOrganisations.THEIRS + "/jobs/" + job),
                seen -> seen.path("state").asText().equals("done"));
        JsonNode list =
                both.json(
                        TwoOrganisations.THEIR_OWNER,
                        TwoOrganisations.THEIRS + "/conversations?limit=1");
        return new Theirs(
                both,
                session,
                text(last, "message_id"),
                text(list.path("conversations").path(0), "id"),
                text(list, "next"),
                job,
                text(RunningServer.json(put.body()), "id"),
                text(last.path("sources").path(0), "id"),
                text(RunningServer.json(put.body()), "hash"));
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText();
        assertFalse(text.isEmpty(), () -> "no " + field + " in " + node);
        return text;
    }

    /** All ids, by what they are of. */
    Map<String, String> ids() {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("session", session);
        ids.put("message", message);
        ids.put("event", message + ":0");
        ids.put("conversation", conversation);
        ids.put("cursor", cursor);
        ids.put("job", job);
        ids.put("document", document);
        ids.put("source", source);
        ids.put("hash", hash);
        ids.put("chatbot", "vault");
        return ids;
    }

    /** All that zeta has, as its administrators and its visitor see it. */
    String all() {
        List<String> all = new ArrayList<>();
        for (String path :
                List.of(
                        "/documents?limit=1000",
                        "/documents/" + document,
                        "/documents/" + source,
                        "/jobs/" + job,
                        "/conversations",
                        "/conversations/" + conversation,
                        "/conversations.jsonl",
                        "/ledger.jsonl",
                        "/usage",
                        "/messages/" + message + "/replay",
                        "/gaps")) {
            all.add(path + ": " + seen("GET", TwoOrganisations.THEIRS + path, ""));
        }
        all.add("audit: " + seen("GET", "/api/orgs/zeta/audit", ""));
        all.add("organisation: " + seen("GET", "/api/orgs/zeta", ""));
        String search = "{\"query\":\"membership quokkas\",\"top_k\":100}";
        all.add("search: " + seen("POST", TwoOrganisations.THEIRS + "/search", search));
        all.add("history: " + both.server().history(CHATBOT, session));
        String whole = String.join("\n", all);
        for (String sentinel : TwoOrganisations.SENTINELS) {
            assertTrue(whole.contains(sentinel), whole);
        }
        return whole;
    }

    private String seen(String method, String path, String body) {
        HttpResponse<String> response = both.as(TwoOrganisations.THEIR_OWNER, method, path, body);
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        return response.body();
    }

    /** Fails if there is anything in a text that only zeta knows. */
    static void none(String what, String text) {
        for (String sentinel : TwoOrganisations.SENTINELS) {
            assertFalse(text.contains(sentinel), () -> what + ": " + text);
        }
    }
}
