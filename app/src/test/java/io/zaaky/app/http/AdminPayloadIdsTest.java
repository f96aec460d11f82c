package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of another organisation's things, in what administrators send to their own chatbot. */
@Tag("TEN-02")
class AdminPayloadIdsTest {
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
                                    var path = list + "?" + parameter + "=" + IdFields.encoded(id);
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
                                                            + IdFields.query(id)));
                        });
        assertEquals(before, theirs.all(), "what the others have has changed");
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
                            ObjectNode body = IdFields.filled(id, true);
                            body.put("query", TwoOrganisations.OUR_QUESTION).put("top_k", 100);
                            var path = TwoOrganisations.OURS + "/search?x" + IdFields.query(id);
                            var found =
                                    both.as(TwoOrganisations.OWNER, "POST", path, body.toString());
                            assertEquals(200, found.statusCode(), what + ": " + found.body());
                            assertTrue(
                                    found.body().contains(TwoOrganisations.OUR_FACT), found.body());
                            Theirs.none(what, found.body());
                            var page =
                                    both.as(
                                            TwoOrganisations.OWNER,
                                            "POST",
                                            TwoOrganisations.OURS + "/documents",
                                            IdFields.filled(id, true).put("url", id).toString());
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
            assertEquals(
                    204, both.as(TwoOrganisations.OWNER, "DELETE", path, "").statusCode(), id);
        }
        assertEquals(before, theirs.all(), "what the others have has changed");
    }
}
