package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer's search is run again, and what has changed is told. */
class ReplayTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String OTHERS = "zk_a-key-of-the-other-organisation";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String QUESTION = "What does a membership of the rowing club cost?";

    @TempDir Path folder;

    private RunningServer start() throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(orgs.resolve("other.yaml"), organisation(OTHERS));
        return RunningServer.start(folder, "", organisation(KEY));
    }

    private static String organisation(String key) {
        return """
        admin-keys: ["%s"]
        chatbots:
          bot:
            llm: {provider: extractive}
            knowledge: {sources: [{path: ../../documents}]}
          second:
            llm: {provider: extractive}
        """
                .formatted(KeyHashes.of(key));
    }

    private void write(String name, String text) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve(name), text);
    }

    private void writeDocuments() throws IOException {
        write("fees.md", "# Fees\n\nA membership of the rowing club costs 120 euros a year.\n");
        write("juniors.md", "# Juniors\n\nA membership for juniors costs 40 euros a year.\n");
        write("boats.md", "# Boats\n\nThe rowing club has nine boats, which members may use.\n");
    }

    @Test
    void nothingHasChangedAsLongAsTheDocumentsAreTheSame() throws IOException {
        writeDocuments();
        try (var server = start()) {
            JsonNode answer = server.lastEvent("acme/bot", QUESTION, SESSION);
            JsonNode replay = replay(server, answer.path("message_id").asText());
            assertEquals(QUESTION, replay.path("question").asText(), replay::toString);
            assertEquals(QUESTION, replay.path("queries").path(0).asText());
            assertFalse(replay.path("changed").asBoolean(true), replay::toString);
            assertTrue(replay.path("summary").asText().startsWith("Nothing has changed"));
            String verdict = answer.path("context_quality").path("verdict").asText();
            assertEquals(verdict, replay.path("verdict").path("then").asText());
            assertEquals(verdict, replay.path("verdict").path("now").asText());
            assertEquals(answer.path("context_quality"), replay.path("context_quality"));
            for (JsonNode source : answer.path("sources")) {
                JsonNode passage = replay.path("passages").path(source.path("n").asInt() - 1);
                assertEquals(source.path("id"), passage.path("id"));
                assertEquals("same", passage.path("change").asText(), replay::toString);
                assertEquals(source.path("n"), passage.path("then").path("rank"));
                assertEquals(source.path("score"), passage.path("then").path("score"));
                assertFalse(passage.path("then").path("hash").asText().isEmpty());
                assertEquals(passage.path("then"), passage.path("now"));
            }
        }
    }

    @Test
    void whatWasReplacedDeletedAndAddedIsTold() throws IOException {
        writeDocuments();
        String id;
        try (var server = start()) {
            id = server.lastEvent("acme/bot", QUESTION, SESSION).path("message_id").asText();
        }
        write("fees.md", "# Fees\n\nA membership of the rowing club costs 150 euros a year.\n");
        Files.delete(folder.resolve("documents/boats.md"));
        write("family.md", "# Families\n\nA family membership of the rowing club costs 200.\n");
        try (var server = start()) {
            JsonNode replay = replay(server, id);
            JsonNode fees = passage(replay, "fees.md");
            assertEquals("document_changed", fees.path("change").asText(), replay::toString);
            assertFalse(fees.path("then").path("hash").equals(fees.path("now").path("hash")));
            JsonNode boats = passage(replay, "boats.md");
            assertEquals("gone", boats.path("change").asText(), replay::toString);
            assertEquals("The document is not there any more.", boats.path("reason").asText());
            assertTrue(boats.path("now").isNull(), replay::toString);
            assertEquals("Boats", boats.path("title").asText());
            JsonNode family = passage(replay, "family.md");
            assertEquals("new", family.path("change").asText(), replay::toString);
            assertTrue(family.path("then").isNull(), replay::toString);
            String juniors = passage(replay, "juniors.md").path("change").asText();
            assertTrue(List.of("same", "moved").contains(juniors), replay::toString);
            assertTrue(replay.path("changed").asBoolean(), replay::toString);
            assertTrue(
                    replay.path("summary").asText().startsWith("Of 3 passages found then, "),
                    replay::toString);
        }
    }

    @Test
    void aRefusalShowsWhatANewDocumentHasMadeOfIt() throws IOException {
        write("boats.md", "# Boats\n\nThe rowing club has nine boats, which members may use.\n");
        String question = "Which vaccinations does a dog need before it may travel by ferry?";
        String id;
        try (var server = start()) {
            JsonNode refused = server.lastEvent("acme/bot", question, SESSION);
            assertEquals("refused", refused.path("finish_reason").asText(), refused::toString);
            id = refused.path("message_id").asText();
            assertEquals("none", replay(server, id).path("verdict").path("now").asText());
        }
        write(
                "dogs.md",
                "# Dogs\n\n"
                    + "Before it may travel by ferry a dog needs the vaccinations against rabies"
                    + " and distemper.\n");
        try (var server = start()) {
            JsonNode replay = replay(server, id);
            assertEquals("none", replay.path("verdict").path("then").asText());
            assertEquals("good", replay.path("verdict").path("now").asText(), replay::toString);
            assertTrue(
                    replay.path("summary").asText().endsWith("was none and is good now."),
                    replay::toString);
        }
    }

    @Test
    void aFollowUpIsSearchedForAsItWasThen() throws IOException {
        writeDocuments();
        try (var server = start()) {
            var _ = server.lastEvent("acme/bot", QUESTION, SESSION);
            JsonNode second = server.lastEvent("acme/bot", "And for juniors?", SESSION);
            JsonNode replay = replay(server, second.path("message_id").asText());
            assertEquals(
                    List.of(QUESTION + " And for juniors?", "And for juniors?"),
                    replay.path("queries").valueStream().map(JsonNode::asText).toList());
            assertFalse(replay.path("changed").asBoolean(true), replay::toString);
        }
    }

    @Test
    void anAnswerFromBeforeVersionsWereKeptIsReadAndSaysSo() throws IOException, SQLException {
        writeDocuments();
        String id;
        try (var server = start()) {
            id = server.lastEvent("acme/bot", QUESTION, SESSION).path("message_id").asText();
        }
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + folder + "/data/zaaky.db");
                Statement statement = database.createStatement()) {
            assertEquals(
                    1,
                    statement.executeUpdate(
                            "UPDATE messages SET lookup = '' WHERE id = '" + id + "'"));
        }
        try (var server = start()) {
            JsonNode replay = replay(server, id);
            assertFalse(replay.path("comparable").asBoolean(true), replay::toString);
            assertTrue(replay.path("summary").asText().contains("before versions were kept"));
            assertTrue(replay.path("verdict").path("then").isNull(), replay::toString);
            assertEquals("unknown", passage(replay, "fees.md").path("change").asText());
            assertEquals(2, server.history("acme/bot", SESSION).size());
        }
    }

    @Test
    void visitorsSeeNothingOfIt() throws IOException {
        writeDocuments();
        try (var server = start()) {
            JsonNode answer = server.lastEvent("acme/bot", QUESTION, SESSION);
            String hash =
                    replay(server, answer.path("message_id").asText())
                            .path("passages")
                            .path(0)
                            .path("then")
                            .path("hash")
                            .asText();
            String seen = answer + server.history("acme/bot", SESSION).toString();
            assertFalse(seen.contains(hash), seen);
            assertFalse(seen.contains("\"queries\""), seen);
        }
    }

    @Test
    @Tag("SEC-03")
    @Tag("SEC-04")
    void onlyAKeyOfTheOrganisationOpensIt() throws IOException {
        writeDocuments();
        try (var server = start()) {
            String id = server.lastEvent("acme/bot", QUESTION, SESSION).path("message_id").asText();
            assertEquals(401, get(server, "acme", "bot", id, "").statusCode());
            assertEquals(401, get(server, "acme", "bot", id, "Bearer " + OTHERS).statusCode());
            assertEquals(404, get(server, "acme", "second", id, "Bearer " + KEY).statusCode());
            assertEquals(404, get(server, "other", "bot", id, "Bearer " + OTHERS).statusCode());
        }
    }

    @Test
    void whatIsNoAnswerIsNotFound() throws IOException {
        writeDocuments();
        try (var server = start()) {
            var _ = server.lastEvent("acme/bot", QUESTION, SESSION);
            String question = server.history("acme/bot", SESSION).getFirst().path("id").asText();
            for (String id : List.of(question, "nothing", "x'--", "%25")) {
                HttpResponse<String> response = get(server, "acme", "bot", id, "Bearer " + KEY);
                assertEquals(404, response.statusCode(), id + ": " + response.body());
                assertTrue(response.body().contains("not_found"), response.body());
            }
        }
    }

    private static JsonNode passage(JsonNode replay, String id) {
        return replay.path("passages")
                .valueStream()
                .filter(passage -> passage.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + replay));
    }

    private static JsonNode replay(RunningServer server, String message) {
        HttpResponse<String> response = get(server, "acme", "bot", message, "Bearer " + KEY);
        assertEquals(200, response.statusCode(), response.body());
        return RunningServer.json(response.body());
    }

    private static HttpResponse<String> get(
            RunningServer server, String org, String chatbot, String message, String key) {
        String path =
                "/api/orgs/%s/chatbots/%s/messages/%s/replay".formatted(org, chatbot, message);
        return key.isEmpty() ? server.get(path) : server.get(path, "Authorization", key);
    }
}
