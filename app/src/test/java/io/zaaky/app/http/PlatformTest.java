package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an organisation's owner and the platform's operator see and do. */
class PlatformTest {
    private static final String RELOAD = "/api/platform/reload";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";

    private AdminServer admin;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        admin = new AdminServer(temporary);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private HttpResponse<String> reload() {
        return admin.as(AdminServer.PLATFORM, "POST", RELOAD, "");
    }

    @Test
    void aReloadSaysWhatHasBecomeDifferent() {
        assertEquals("{\"added\":[],\"changed\":[],\"removed\":[]}", reload().body());
        String acme = AdminServer.acme(AdminServer.OWNER);
        admin.write(
                acme.replace("name: The desk", "name: The other desk")
                        + "  second: {llm: {provider: extractive}}\n");
        HttpResponse<String> response = reload();
        assertEquals(200, response.statusCode());
        assertEquals(
                "{\"added\":[\"acme/second\"],\"changed\":[\"acme\",\"acme/bot\"],\"removed\":[]}",
                response.body());
        admin.write(acme);
        assertEquals(
                "{\"added\":[],\"changed\":[\"acme/bot\"],\"removed\":[\"acme/second\"]}",
                reload().body());
    }

    @Test
    void aWrongConfigurationIsToldWithItsPlacesAndTheOldOneServesOn() {
        admin.write("chatbots:\n  bot:\n    llm: {provider: nobody}\n");
        HttpResponse<String> response = reload();
        assertEquals(422, response.statusCode(), response.body());
        assertEquals("invalid_configuration", AdminServer.code(response));
        JsonNode problem = RunningServer.json(response.body()).path("problems").path(0);
        assertEquals("orgs/acme.yaml", problem.path("file").asText());
        assertEquals(3, problem.path("line").asInt());
        assertEquals("orgs.acme.chatbots.bot.llm.provider", problem.path("path").asText());
        assertTrue(problem.path("message").asText().contains("no provider 'nobody'"));
        assertFalse(response.body().contains(folder.toString()), response.body());
        assertEquals("The desk", name(admin.json(AdminServer.OWNER, "/api/orgs/acme")));
    }

    private static String name(JsonNode organisation) {
        return organisation.path("chatbots").path(0).path("name").asText();
    }

    @Test
    void anOrganisationIsShownAsItsKeySeesIt() {
        JsonNode shown = admin.json(AdminServer.VIEWER, "/api/orgs/acme");
        assertEquals("acme", shown.path("id").asText());
        assertEquals("Acme Sailing", shown.path("name").asText());
        assertEquals("viewer", shown.path("role").asText());
        JsonNode bot = shown.path("chatbots").path(0);
        assertEquals("bot", bot.path("id").asText());
        assertEquals("The desk", bot.path("name").asText());
        assertEquals("extractive", bot.path("provider").asText());
        assertEquals(
                "{\"indexed\":1,\"pending\":0,\"failed\":0}", bot.path("documents").toString());
        assertEquals("[]", bot.path("problems").toString());
        assertFalse(bot.path("paused").asBoolean());
        assertEquals(
                "owner", admin.json(AdminServer.OWNER, "/api/orgs/acme").path("role").asText());
    }

    @Test
    void whatAnOperatorShouldKnowIsAProblemThatNamesNoDocument() {
        var put =
                admin.call(
                        "PUT",
                        BOT + "/documents/broken.pdf",
                        "no PDF at all",
                        "Authorization",
                        "Bearer " + AdminServer.EDITOR,
                        "X-Title",
                        "Broken");
        assertEquals(415, put.statusCode(), put.body());
        var request =
                HttpRequest.newBuilder(admin.server().uri(BOT + "/documents/broken.pdf"))
                        .header("Authorization", "Bearer " + AdminServer.EDITOR)
                        .header("Content-Type", "application/pdf")
                        .PUT(BodyPublishers.ofString("%PDF-1.4 and no more"))
                        .build();
        assertEquals(201, admin.server().send(request).statusCode());
        JsonNode bot = admin.json(AdminServer.OWNER, "/api/orgs/acme").path("chatbots").path(0);
        assertEquals(
                "{\"indexed\":1,\"pending\":0,\"failed\":1}", bot.path("documents").toString());
        assertEquals(1, bot.path("problems").size(), bot::toString);
        assertTrue(
                bot.path("problems")
                        .path(0)
                        .asText()
                        .startsWith("Documents that could not be taken: 1"),
                bot::toString);
        assertFalse(bot.toString().contains("broken"), bot::toString);
    }

    @Test
    void thePlatformSeesAllOrganisationsAndNothingOfTheirs() {
        JsonNode all = admin.json(AdminServer.PLATFORM, "/api/platform/organisations");
        List<JsonNode> shown = all.path("organisations").valueStream().toList();
        assertEquals(
                List.of("acme", "other"), shown.stream().map(o -> o.path("id").asText()).toList());
        assertEquals("The desk", name(shown.getFirst()));
        assertTrue(shown.getFirst().path("role").isMissingNode());
        for (String path : List.of("/documents", "/documents/fees.md", "/messages/x/replay")) {
            var response = admin.as(AdminServer.PLATFORM, "GET", BOT + path, "");
            assertEquals(401, response.statusCode(), response.body());
        }
    }

    @Test
    void whoChangedWhatIsToldToTheOrganisationThatItConcerns() {
        String document = BOT + "/documents/notes.md";
        var put =
                HttpRequest.newBuilder(admin.server().uri(document))
                        .header("Authorization", "Bearer " + AdminServer.EDITOR)
                        .header("Content-Type", "text/markdown")
                        .PUT(BodyPublishers.ofString("# Notes"))
                        .build();
        assertEquals(201, admin.server().send(put).statusCode());
        assertEquals(204, admin.as(AdminServer.EDITOR, "DELETE", document, "").statusCode());
        assertEquals(404, admin.as(AdminServer.EDITOR, "DELETE", document, "").statusCode());
        assertEquals(204, admin.as(AdminServer.OWNER, "POST", BOT + "/pause", "").statusCode());
        assertEquals(204, admin.as(AdminServer.OWNER, "POST", BOT + "/pause", "").statusCode());
        assertEquals(204, admin.as(AdminServer.OWNER, "POST", BOT + "/resume", "").statusCode());
        admin.write(AdminServer.acme(AdminServer.OWNER).replace("The desk", "The bureau"));
        assertEquals(200, reload().statusCode());
        admin.write(AdminServer.acme(AdminServer.OWNER));
        assertEquals(List.of(), admin.server().reload());
        JsonNode log = admin.json(AdminServer.OWNER, "/api/orgs/acme/audit");
        assertTrue(log.path("next").isNull(), log::toString);
        assertEquals(
                List.of(
                        "SIGHUP operator configuration.reload changed: bot null",
                        "operations platform configuration.reload changed: bot; changed: name or"
                                + " keys 127.0.0.1",
                        "OWNER owner chatbot.resume bot 127.0.0.1",
                        "OWNER owner chatbot.pause bot 127.0.0.1",
                        "desk editor document.delete bot/documents/notes.md 127.0.0.1",
                        "desk editor document.upload bot/documents/notes.md 127.0.0.1"),
                log.path("entries").valueStream().map(PlatformTest::line).toList());
        assertEquals(
                List.of(
                        "SIGHUP operator configuration.reload nothing has changed null",
                        "operations platform configuration.reload nothing has changed 127.0.0.1"),
                admin.json(AdminServer.OTHERS, "/api/orgs/other/audit")
                        .path("entries")
                        .valueStream()
                        .map(PlatformTest::line)
                        .toList());
    }

    /** The owner's key has no name, and goes by the beginning of its hash. */
    private static String line(JsonNode entry) {
        String key = entry.path("key").asText();
        return String.join(
                " ",
                key.matches("sha256:[0-9a-f]{8}") ? "OWNER" : key,
                entry.path("role").asText(),
                entry.path("action").asText(),
                entry.path("object").asText(),
                entry.path("address").asText("null"));
    }

    @Test
    @Tag("SEC-04")
    void noFileOfTheServerHoldsAKey() throws IOException {
        for (String key : List.of(AdminServer.OWNER, AdminServer.EDITOR, AdminServer.VIEWER)) {
            admin.as(key, "POST", BOT + "/pause", "");
            admin.as(key, "POST", BOT + "/search", "{\"query\":\"fees\"}");
        }
        reload();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains("-that-nobody-guesses"), file::toString);
            }
        }
    }

    @Test
    void theLogIsAskedForByDayOrMomentAndInPages() {
        for (int i = 0; i < 51; i++) {
            for (String change : List.of("/pause", "/resume")) {
                admin.as(AdminServer.OWNER, "POST", BOT + change, "");
            }
        }
        JsonNode first = admin.json(AdminServer.OWNER, "/api/orgs/acme/audit");
        assertEquals(100, first.path("entries").size());
        String next = first.path("next").asText();
        JsonNode second = admin.json(AdminServer.OWNER, "/api/orgs/acme/audit?after=" + next);
        assertEquals(2, second.path("entries").size());
        assertTrue(second.path("next").isNull());
        String newest = first.path("entries").path(0).path("at").asText();
        for (String range :
                List.of("?to=" + newest.substring(0, 10), "?from=" + newest.substring(0, 10))) {
            assertEquals(
                    100,
                    admin.json(AdminServer.OWNER, "/api/orgs/acme/audit" + range)
                            .path("entries")
                            .size());
        }
        assertEquals(
                0,
                admin.json(AdminServer.OWNER, "/api/orgs/acme/audit?to=2020-01-01")
                        .path("entries")
                        .size());
        assertTrue(
                admin.json(AdminServer.OWNER, "/api/orgs/acme/audit?from=" + newest)
                                .path("entries")
                                .size()
                        >= 1);
        for (String wrong : List.of("from=yesterday", "to=2026-13-01", "after=x", "from=T")) {
            var response = admin.as(AdminServer.OWNER, "GET", "/api/orgs/acme/audit?" + wrong, "");
            assertEquals(422, response.statusCode(), wrong);
            assertEquals("invalid_field", AdminServer.code(response));
        }
    }
}
