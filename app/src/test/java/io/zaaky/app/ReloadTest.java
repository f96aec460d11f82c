package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.spi.Problem;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A changed configuration while the server runs, as visitors and plugins see it. */
class ReloadTest {
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String OTHER = "another-session-that-is-long-enough";
    private static final String QUESTION = "What does a membership cost?";

    @TempDir Path folder;

    private final String stageName = UUID.randomUUID().toString();
    private final Stage stage = Stage.of(stageName);

    @BeforeEach
    void install() throws IOException {
        Stage.install(folder.resolve("plugins"));
    }

    @AfterEach
    void everythingWasClosedOnceAndNotUsedAfterwards() throws InterruptedException {
        stage.awaitOpen(Set.of());
        assertEquals(List.of(), stage.mistakes());
    }

    @Test
    void aChangedGreetingAndSystemPromptAreLiveAtOnce() throws IOException {
        try (var server = start(bot("bot", "old", "greeting: Hello"))) {
            assertEquals("Hello", greeting(server));
            acme(bot("bot", "old", "greeting: Moin", "system-prompt: You are a sailor."));
            assertEquals(List.of(), server.reload());
            assertEquals("Moin", greeting(server));
            assertEquals("old.", ask(server, "acme/bot", SESSION));
            String system = stage.prompts().getLast().messages().getFirst().text();
            assertTrue(system.contains("You are a sailor."), system);
        }
    }

    @Test
    void anAnswerUnderWayEndsWithTheChatbotItBeganWith() throws Exception {
        try (var server = start(bot("bot", "old", "held: true"))) {
            Iterator<JsonNode> answer = open(server, SESSION);
            assertEquals("old", answer.next().get("content").asText());
            acme(bot("bot", "new"));
            assertEquals(List.of(), server.reload());
            assertEquals("new.", ask(server, "acme/bot", OTHER));
            assertEquals(
                    Set.of("model new 1", "model old 1", "retriever new 1", "retriever old 1"),
                    stage.open());
            stage.release();
            assertEquals(".", answer.next().get("content").asText());
            JsonNode complete = answer.next();
            assertEquals("complete", complete.get("type").asText());
            assertEquals("old.", complete.get("content").asText());
            assertEquals("model old 1", complete.get("model").asText());
            stage.awaitOpen(Set.of("model new 1", "retriever new 1"));
            assertEquals("new.", ask(server, "acme/bot", SESSION));
            assertEquals(4, server.history("acme/bot", SESSION).size());
        }
    }

    @Test
    void anAnswerUnderWayCountsAsRunningAfterAReloadToo() throws Exception {
        try (var server = start(bot("bot", "old", "held: true"))) {
            Iterator<JsonNode> answer = open(server, SESSION);
            answer.next();
            acme(bot("bot", "old", "held: true", "conversations: {retention: 3d}"));
            assertEquals(List.of(), server.reload());
            assertEquals("running", lastState(server));
            var again = server.chat(RunningServer.body("acme/bot", QUESTION, SESSION));
            assertEquals(409, again.statusCode(), again.body());
            stage.release();
            answer.forEachRemaining(_ -> {});
            assertEquals("complete", lastState(server));
        }
    }

    @Test
    void whatHasNotChangedStaysOpenAndInUse() throws Exception {
        try (var server = start(bot("bot", "old", "greeting: Hello") + bot("other", "same"))) {
            acme(bot("bot", "old", "greeting: Moin") + bot("other", "same"));
            assertEquals(List.of(), server.reload());
            assertEquals(
                    Set.of("model old 1", "model same 1", "retriever old 1", "retriever same 1"),
                    stage.open());
            assertEquals("old.", ask(server, "acme/bot", SESSION));
            assertEquals("same.", ask(server, "acme/other", SESSION));
        }
    }

    @Test
    void anIndexThatIsAwayStopsNeitherTheStartNorAReload() throws Exception {
        try (var server = start(bot("bot", "old") + bot("shelf", "shelf", "away: true"))) {
            assertEquals("old.", ask(server, "acme/bot", SESSION));
            acme(bot("bot", "new") + bot("shelf", "other", "away: true"));
            assertEquals(List.of(), server.reload());
            assertEquals("new.", ask(server, "acme/bot", OTHER));
            stage.awaitOpen(
                    Set.of("model new 1", "retriever new 1", "model other 1", "retriever other 1"));
        }
    }

    @Test
    void aRemovedChatbotIsNotThereAnyMore() throws Exception {
        try (var server = start(bot("bot", "a") + bot("other", "b"))) {
            assertEquals("b.", ask(server, "acme/other", SESSION));
            acme(bot("bot", "a"));
            assertEquals(List.of(), server.reload());
            stage.awaitOpen(Set.of("model a 1", "retriever a 1"));
            var chat = server.chat(RunningServer.body("acme/other", QUESTION, SESSION));
            assertEquals(404, chat.statusCode());
            assertEquals("unknown_chatbot", RunningServer.json(chat.body()).get("code").asText());
            assertEquals(404, server.get("/api/public/chatbots/acme/other").statusCode());
            assertEquals("a.", ask(server, "acme/bot", SESSION));
            acme(bot("bot", "a") + bot("other", "b"));
            assertEquals(List.of(), server.reload());
            assertEquals("b.", ask(server, "acme/other", OTHER));
            assertEquals(2, server.history("acme/other", SESSION).size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chatbots:\\n  bot: [|acme.yaml:2: orgs.acme.chatbots.bot: is not" + " YAML",
                "name: Acme\\nnmae: Acme|acme.yaml:2: orgs.acme.nmae: unknown key",
                "name: Acme\\nchatbots:\\n  bot:\\n    llm: {provider: nobody}|acme.yaml:4:"
                        + " orgs.acme.chatbots.bot.llm.provider: no provider 'nobody'",
                "''|acme.yaml:1: orgs.acme.chatbots: is missing, and a reload",
            })
    @Tag("OPS-05")
    void aBrokenFileIsRefusedWithItsLineAndTheOldConfigurationServesOn(
            String broken, String problem) throws Exception {
        try (var server = start(bot("bot", "old", "greeting: Hello"))) {
            long refused = reloads(server, "refused");
            write(broken.replace("\\n", "\n"));
            refusedWith(server, problem);
            assertEquals(refused + 1, reloads(server, "refused"));
            assertEquals("Hello", greeting(server));
            assertEquals("old.", ask(server, "acme/bot", SESSION));
            assertEquals(Set.of("model old 1", "retriever old 1"), stage.open());
        }
    }

    @Test
    @Tag("OPS-05")
    void aFileThatWasDeletedIsRefusedUntilItsChatbotsAreTakenAwayOnPurpose() throws Exception {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        String beta = "chatbots:\n" + bot("bot", "beta");
        Files.writeString(orgs.resolve("beta.yaml"), beta);
        try (var server = start(bot("bot", "old"))) {
            Files.delete(orgs.resolve("beta.yaml"));
            refusedWith(server, "beta.yaml:1: orgs.beta.chatbots: is missing with its file");
            assertEquals("beta.", ask(server, "beta/bot", SESSION));
            Files.writeString(orgs.resolve("beta.yaml"), "chatbots: {}");
            assertEquals(List.of(), server.reload());
            Files.delete(orgs.resolve("beta.yaml"));
            assertEquals(List.of(), server.reload());
            var chat = server.chat(RunningServer.body("beta/bot", QUESTION, SESSION));
            assertEquals(404, chat.statusCode(), chat.body());
        }
    }

    @Test
    @Tag("OPS-05")
    void healthTellsOfARefusalUntilTheNextGoodReload() throws Exception {
        try (var server = start(bot("bot", "old"))) {
            assertTrue(note(server).path("data").isMissingNode(), note(server).toString());
            long applied = reloads(server, "applied");
            write("chatbots: {bot: {llm: {provider: nobody}}}");
            refusedWith(server, "acme.yaml:1: orgs.acme.chatbots.bot.llm.provider: ");
            JsonNode note = note(server);
            assertEquals("UP", note.get("status").asText());
            assertEquals("refused", note.at("/data/reload").asText());
            assertTrue(note.at("/data/first").asText().contains("acme.yaml:1: orgs.acme"));
            assertEquals(200, server.management("/health/ready").statusCode());
            acme(bot("bot", "old"));
            assertEquals(List.of(), server.reload());
            assertTrue(note(server).path("data").isMissingNode(), note(server).toString());
            assertEquals(applied + 1, reloads(server, "applied"));
        }
    }

    @Test
    void limitsAndTheServersOwnFollowButPortsStay() throws Exception {
        String limited = bot("bot", "old").replace("1000", "1");
        try (var server = start(limited)) {
            String body = RunningServer.body("acme/bot", QUESTION, SESSION);
            assertEquals(200, server.chat(body).statusCode());
            assertEquals(429, server.chat(body).statusCode());
            acme(bot("bot", "old"));
            Files.writeString(
                    folder.resolve("config/zaaky.yaml"),
                    "server: {management-host: 127.0.0.2, trusted-proxies: [127.0.0.1]}");
            assertEquals(List.of(), server.reload());
            assertEquals(200, server.chat(body).statusCode());
            assertEquals(200, server.management("/health/ready").statusCode());
            acme(limited);
            assertEquals(List.of(), server.reload());
            assertEquals(200, from(server, "192.0.2.1"));
            assertEquals(200, from(server, "192.0.2.2"));
            assertEquals(429, from(server, "192.0.2.2"));
        }
    }

    @Test
    void documentsAreFoundAfterAReloadThatChangesTheirSearch() throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("a.md"), "# Membership\n\nIt costs 12 euros a month.");
        Files.writeString(documents.resolve("b.md"), "# Membership\n\nIt costs students nothing.");
        String bot =
                """
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    retrieval: {top-k: %d}
                    knowledge: {sources: [{path: ../../documents}]}
                """;
        try (var server = RunningServer.start(folder, "", bot.formatted(1))) {
            assertEquals(1, sources(server));
            write(bot.formatted(2));
            assertEquals(List.of(), server.reload());
            assertEquals(2, sources(server));
        }
    }

    @Test
    void questionsAndReloadsAtOnceLoseNothing() throws Exception {
        try (var server = start(bot("bot", "zero"));
                ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                Callable<String> question =
                        () -> ask(server, "acme/bot", UUID.randomUUID().toString());
                List<Future<String>> answers =
                        List.of(visitors.submit(question), visitors.submit(question));
                acme(bot("bot", "word" + round));
                Future<List<Problem>> twin = visitors.submit(server::reload);
                assertEquals(List.of(), server.reload());
                assertEquals(List.of(), twin.get());
                assertEquals("word" + round + ".", ask(server, "acme/bot", SESSION));
                for (Future<String> answer : answers) {
                    assertTrue(answer.get().endsWith("."), answer.get());
                }
            }
        }
    }

    @Test
    void aReloadWhileTheServerStopsDoesNothing() throws Exception {
        var server = start(bot("bot", "old"));
        server.close();
        acme(bot("bot", "new"));
        List<Problem> problems = server.reload();
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().message().contains("stopped"), problems::toString);
        assertFalse(stage.open().contains("model new 1"));
    }

    private RunningServer start(String chatbots) {
        return RunningServer.start(folder, "", "chatbots:\n" + chatbots);
    }

    /**
     * A chatbot whose plugins are fakes.
     *
     * @param says what its model says; a plugin that is made from the same word is the same
     * @param more further nodes; {@code held: true} is the model's, {@code away: true} the
     *     retriever's
     */
    private String bot(String id, String says, String... more) {
        var yaml = new StringBuilder("  " + id + ":\n");
        boolean held = List.of(more).contains("held: true");
        yaml.append(
                "    llm: {provider: staged, stage: %s, says: %s, held: %s}\n"
                        .formatted(stageName, says, held));
        boolean away = List.of(more).contains("away: true");
        yaml.append(
                "    retrieval: {provider: staged, stage: %s, name: %s, away: %s}\n"
                        .formatted(stageName, says, away));
        yaml.append("    answering: {when-none: answer}\n");
        yaml.append("    limits: {messages-per-minute: 1000}\n");
        for (String node : more) {
            if (!node.startsWith("held") && !node.startsWith("away")) {
                yaml.append("    ").append(node).append('\n');
            }
        }
        return yaml.toString();
    }

    private void acme(String chatbots) throws IOException {
        write("chatbots:\n" + chatbots);
    }

    private void write(String acme) throws IOException {
        Files.writeString(folder.resolve("config/orgs/acme.yaml"), acme);
    }

    private static void refusedWith(RunningServer server, String problem) {
        List<Problem> problems = server.reload();
        assertTrue(
                problems.stream().anyMatch(each -> each.toString().contains(problem)),
                problems::toString);
    }

    private static String ask(RunningServer server, String chatbot, String session) {
        return server.lastEvent(chatbot, QUESTION, session).path("content").asText();
    }

    private static Iterator<JsonNode> open(RunningServer server, String session) {
        return RunningServer.events(server.open("acme/bot", QUESTION, session).body()).iterator();
    }

    private static int from(RunningServer server, String address) {
        var request = server.post("/api/public/chat", RunningServer.body("acme/bot", QUESTION, ""));
        return server.send(
                        HttpRequest.newBuilder(request, (_, _) -> true)
                                .header("X-Forwarded-For", address)
                                .build())
                .statusCode();
    }

    private static String greeting(RunningServer server) {
        return RunningServer.json(server.get("/api/public/chatbots/acme/bot").body())
                .get("greeting")
                .asText();
    }

    private static String lastState(RunningServer server) {
        return server.history("acme/bot", SESSION).getLast().get("state").asText();
    }

    private static int sources(RunningServer server) {
        JsonNode complete = server.lastEvent("acme/bot", QUESTION, UUID.randomUUID().toString());
        return complete.path("sources").size();
    }

    private static JsonNode note(RunningServer server) {
        JsonNode health = RunningServer.json(server.management("/health/ready").body());
        return health.get("checks")
                .valueStream()
                .filter(check -> check.get("name").asText().equals("configuration"))
                .findFirst()
                .orElseThrow();
    }

    /** The meter is the process's: it goes on from test to test. */
    private static long reloads(RunningServer server, String outcome) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("zaaky_config_reloads_total{"))
                .filter(line -> line.contains("outcome=\"" + outcome + "\""))
                .map(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
                .findFirst()
                .orElseThrow();
    }
}
