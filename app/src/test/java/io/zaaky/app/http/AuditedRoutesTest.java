package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.admin.Right;
import io.zaaky.app.config.KeyHashes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call of the server's own list that may change something: whether the log of changes has it.
 * A call that the table here does not know fails the test.
 */
class AuditedRoutesTest {
    private static final String BOT = "/api/orgs/{org}/chatbots/{chatbot}";

    /** Stands in each document and question, and must be in no entry. */
    private static final String WORD = "thistledown";

    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String FORM =
            """
            --edge\r
            Content-Disposition: form-data; name="files"; filename="form.txt"\r
            \r
            A %s.\r
            --edge--\r
            """
                    .formatted(WORD);

    private static final String OWNERS = "captain owner ";
    private static final String EDITORS = "desk editor ";

    /**
     * How something is changed, and the key's name, its role, the action and the object of the
     * entry.
     *
     * @param entry empty for a call that changes nothing
     */
    private record Change(String key, String type, String body, String entry) {}

    /** In an order in which each changes something. */
    private Map<String, Change> changes(String conversation) {
        return Map.of(
                "POST " + BOT + "/documents",
                new Change(
                        AdminServer.EDITOR,
                        "multipart/form-data; boundary=edge",
                        FORM,
                        EDITORS + "document.upload bot/documents/form.txt"),
                "PUT " + BOT + "/documents/{+id}",
                new Change(
                        AdminServer.EDITOR,
                        "text/plain",
                        "A " + WORD + ".",
                        EDITORS + "document.upload bot/documents/notes/mine.txt"),
                "DELETE " + BOT + "/documents/{+id}",
                new Change(
                        AdminServer.EDITOR,
                        "",
                        "",
                        EDITORS + "document.delete bot/documents/notes/mine.txt"),
                "DELETE " + BOT + "/conversations/{conversation}",
                new Change(
                        AdminServer.EDITOR,
                        "",
                        "",
                        EDITORS + "conversation.delete bot/conversations/" + conversation),
                "POST " + BOT + "/pause",
                new Change(AdminServer.OWNER, "", "", OWNERS + "chatbot.pause bot"),
                "POST " + BOT + "/resume",
                new Change(AdminServer.OWNER, "", "", OWNERS + "chatbot.resume bot"),
                "POST /api/platform/reload",
                new Change(
                        AdminServer.PLATFORM,
                        "",
                        "",
                        "operations platform configuration.reload nothing has changed"),
                "POST " + BOT + "/search",
                new Change(
                        AdminServer.EDITOR,
                        "application/json",
                        "{\"query\":\"" + WORD + "\"}",
                        ""));
    }

    /** What has to come before what: a document is put before it is deleted. */
    private static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "DELETE");

    private AdminServer admin;
    private String conversation = "";

    @BeforeEach
    void start(@TempDir Path folder) {
        String owner =
                "  - {hash: \"%s\", name: captain}\n".formatted(KeyHashes.of(AdminServer.OWNER));
        String acme = AdminServer.acme().replace("admin-keys:\n", "admin-keys:\n" + owner);
        admin =
                new AdminServer(
                        folder,
                        AdminServer.platform(AdminServer.PLATFORM),
                        acme,
                        Clock.systemUTC());
        admin.server().lastEvent("acme/bot", "What does a " + WORD + " cost?", SESSION);
        conversation =
                admin.json(AdminServer.OWNER, "/api/orgs/acme/chatbots/bot/conversations")
                        .at("/conversations/0/id")
                        .asText();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static Map<String, Route> changing() {
        Map<String, Route> routes = new TreeMap<>();
        for (Route route : RouteList.of(new Pages())) {
            Optional<Right> right = route.right();
            if (right.isPresent() && !route.method().text().equals("GET")) {
                routes.put(route.method().text() + " " + route.path(), route);
            }
        }
        return routes;
    }

    private List<JsonNode> entries() {
        JsonNode page = admin.json(AdminServer.OWNER, "/api/orgs/acme/audit");
        assertTrue(page.path("next").isNull(), page::toString);
        return page.path("entries").valueStream().toList();
    }

    private String path(Route route) {
        return route.path()
                .replace("{org}", "acme")
                .replace("{chatbot}", "bot")
                .replace("{conversation}", conversation)
                .replace("{+id}", "notes/mine.txt");
    }

    private int call(Route route, Change change, String key) {
        var request =
                HttpRequest.newBuilder(admin.server().uri(path(route)))
                        .method(route.method().text(), BodyPublishers.ofString(change.body()))
                        .header("Authorization", "Bearer " + key);
        if (!change.type().isEmpty()) {
            request.header("Content-Type", change.type());
        }
        return admin.server().send(request.build()).statusCode();
    }

    @Test
    void eachCallThatChangesSomethingLeavesOneEntryWithoutContents() {
        Map<String, Route> routes = changing();
        Map<String, Change> changes = changes(conversation);
        assertEquals(new TreeSet<>(changes.keySet()), new TreeSet<>(routes.keySet()));
        int before = entries().size();
        for (String method : METHODS) {
            for (String name : routes.keySet()) {
                if (name.startsWith(method + " ")) {
                    before +=
                            check(
                                    name,
                                    routes.get(name),
                                    Objects.requireNonNull(changes.get(name)),
                                    before);
                }
            }
        }
        assertEquals(changes.size() - 1, before, "a search changes nothing");
        String all = entries().toString();
        for (String secret : List.of(WORD, SESSION, "zk_", "zp_", "sha256")) {
            assertFalse(all.contains(secret), secret + " in " + all);
        }
    }

    /** Returns how many entries it has left. */
    private int check(String name, Route route, Change change, int before) {
        for (String refused : List.of(AdminServer.VIEWER, AdminServer.OTHERS)) {
            int status = call(route, change, refused);
            assertTrue(status == 401 || status == 403, name + ": " + status);
            assertEquals(before, entries().size(), name + " was refused");
        }
        int status = call(route, change, change.key());
        assertEquals(2, status / 100, name + ": " + status);
        List<JsonNode> entries = entries();
        if (change.entry().isEmpty()) {
            assertEquals(before, entries.size(), name + ": " + entries);
            return 0;
        }
        assertEquals(before + 1, entries.size(), name + ": " + entries);
        JsonNode entry = entries.getFirst();
        assertEquals(
                change.entry(),
                String.join(
                        " ",
                        entry.path("key").asText(),
                        entry.path("role").asText(),
                        entry.path("action").asText(),
                        entry.path("object").asText()),
                name);
        assertEquals("127.0.0.1", entry.path("address").asText(), entry::toString);
        return 1;
    }
}
