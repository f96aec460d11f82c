package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the commands: what they print, and their exit codes. */
final class CommandsIT {
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.desk(EXTRACTIVE);
    }

    @Test
    void checkSaysThatARightConfigurationIsRight() {
        assertOutcome(0, "is right: 1 chatbots", "", Product.run("check", "--config", config()));
    }

    @Test
    void checkNamesFileLineAndKeyOfEveryProblem() {
        installation.organisation(
                """
                chatbots:
                  desk:
                    llm:
                      provider: extractiv
                    retrieval:
                      top-k: 0
                """);
        installation.server("server:\n  prot: 8001\n");
        Outcome outcome = Product.run("check", "--config", config());
        assertOutcome(
                2, "acme.yaml:4: orgs.acme.chatbots.desk.llm.provider: no provider", "", outcome);
        assertOutcome(2, "acme.yaml:6: orgs.acme.chatbots.desk.retrieval.top-k: ", "", outcome);
        assertOutcome(2, "zaaky.yaml:2: server.prot: ", "", outcome);
        assertOutcome(2, "'port'", "", outcome);
    }

    @Test
    void evalMeasuresASearchAndComparesTwo() throws IOException {
        Path set = questions();
        String[] words = {
            "eval",
            "acme/desk",
            set.toString(),
            "--compare",
            "acme/desk",
            "--json",
            "--config",
            config(),
            "--data",
            installation.data().toString()
        };
        assertMeasured(Product.run(words));
        Files.writeString(set, "{\"question\": \"x\"}\nnonsense\n");
        assertOutcome(2, "", "set.jsonl:2: not JSON", Product.run(words));
        words[2] = installation.folder().resolve("missing.jsonl").toString();
        assertOutcome(2, "", "missing.jsonl", Product.run(words));
        assertOutcome(2, "", "ORG/CHATBOT", Product.run("eval", set.toString(), "acme/desk"));
    }

    @Test
    void evalAsksARunningServerAndFindsTheSame() throws IOException {
        Outcome made = Product.run("key", "new", "acme");
        Matcher key = Pattern.compile("zk_\\S+").matcher(made.out());
        Matcher hash = Pattern.compile("sha256:\\S+").matcher(made.out());
        assertTrue(key.find() && hash.find(), made::toString);
        installation.organisation(
                """
                admin-keys: ["%s"]
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    knowledge: {sources: [{path: ../../documents}]}
                """
                        .formatted(hash.group()));
        Path set = questions();
        try (var zaaky = installation.serve()) {
            String[] words = {
                "eval",
                "acme/desk",
                set.toString(),
                "--compare",
                "acme/desk",
                "--json",
                "--server",
                zaaky.at("/").toString(),
                "--key-file",
                Files.writeString(installation.folder().resolve("key"), key.group()).toString()
            };
            assertMeasured(Product.run(words));
            words[8] = "--key";
            words[9] = "zk_wrong";
            assertOutcome(1, "", "does not know this key", Product.run(words));
            assertOutcome(1, "", "other users of this machine can see", Product.run(words));
            words[9] = key.group();
            words[1] = "acme/nobody";
            assertOutcome(1, "", "there is no chatbot 'acme/nobody'", Product.run(words));
            words[1] = "acme/desk";
            zaaky.stop();
            Outcome nobody = Product.run(words);
            assertOutcome(1, "", "no server answers at", nobody);
            assertNoStackTrace(nobody);
        }
    }

    private Path questions() throws IOException {
        return Files.writeString(
                installation.folder().resolve("set.jsonl"),
                """
                {"question": "What does a membership cost a month, and can it be cancelled?", "documents": ["membership.md"], "facts": ["12 euros"]}
                {"question": "When does the library open in the morning and close in the evening?", "documents": {"opening.md": 2}}
                {"question": "Who was the first king of Norway?", "answerable": false}
                """);
    }

    private static void assertMeasured(Outcome outcome) {
        assertEquals(0, outcome.code(), outcome::toString);
        JsonNode desk = Visitor.json(outcome.out()).path("acme/desk");
        assertEquals(1, desk.path("ndcg_10").asDouble(), outcome::toString);
        assertEquals(1, desk.path("facts_found").asDouble(), outcome::toString);
        assertEquals(1, desk.path("verdict_right").asDouble(), outcome::toString);
        assertEquals(1, desk.path("auc").asDouble(), outcome::toString);
        JsonNode gap = Visitor.json(outcome.out()).path("difference").path("ndcg_10");
        assertEquals(0, gap.path("high").asDouble(), outcome::toString);
    }

    @Test
    void serveRefusesAWrongConfigurationLikeCheck() {
        installation.desk("llm: {provider: nobody}");
        assertOutcome(2, "acme.yaml:4: orgs.acme.chatbots.desk.llm.provider: ", "", serve("0"));
    }

    @Test
    void aJarInThePluginsFolderIsListedAndAnswers() throws IOException {
        Path plugins = Files.createDirectory(installation.folder().resolve("plugins"));
        Path jar = Product.built("example-plugin/target/zaaky-example-plugin-0.1.0.jar");
        Files.copy(jar, plugins.resolve(jar.getFileName()));
        Outcome listed = Product.run(plugins, "plugins");
        assertOutcome(0, "fixed-answers", "", listed);
        assertOutcome(0, plugins.resolve(jar.getFileName()).toString(), "", listed);
        assertOutcome(0, "extractive", "", listed);
        installation.desk(
                "llm: {provider: fixed-answers, answers: [{word: membership, answer: Ask Ms. Winter"
                        + " at the desk.}]}");
        try (var zaaky = ZaakyProcess.serve(installation.config(), installation.data(), plugins);
                var visitor = new Visitor("acme/desk", "the-session-of-the-plugin-1")) {
            Told told = visitor.ask(zaaky, QUESTION);
            assertEquals("Ask Ms. Winter at the desk.", told.text());
            assertEquals("fixed-answers", told.complete().path("provider").asText());
            zaaky.stop();
        }
    }

    @Test
    @Tag("SUP-07")
    void aListedJarAnswersAndWithOneByteMoreItStopsTheStart() throws IOException {
        Path plugins = Files.createDirectory(installation.folder().resolve("plugins"));
        Path built = Product.built("example-plugin/target/zaaky-example-plugin-0.1.0.jar");
        Path jar = Files.copy(built, plugins.resolve(built.getFileName()));
        installation.desk(
                "llm: {provider: fixed-answers, answers: [{word: membership, answer: Yes.}]}");
        String printed = Product.run(plugins, "plugins", "--config", config()).out();
        installation.server(printed.substring(printed.indexOf("server:")));
        assertOutcome(0, "is right", "", Product.run(plugins, "check", "--config", config()));
        Outcome listed = Product.run(plugins, "plugins", "--config", config());
        assertOutcome(0, jar.toString(), "", listed);

        Files.write(jar, new byte[1], StandardOpenOption.APPEND);
        String wrong = "zaaky.yaml:3: server.plugins[0].sha256: is not the hash of " + jar;
        for (String command : List.of("check", "serve", "plugins")) {
            assertOutcome(2, wrong, "", Product.run(plugins, command, "--config", config()));
        }
    }

    @Test
    void askPrintsTheAnswerItsSourcesOrAllOfItAsJson() {
        try (var zaaky = installation.serve()) {
            String server = zaaky.at("/").toString();
            Outcome text = Product.run("ask", "acme/desk", QUESTION, "--server", server);
            assertOutcome(0, "12 euros", "", text);
            assertOutcome(0, "[1] Membership (membership.md)", "", text);
            Outcome json = Product.run("ask", "acme/desk", QUESTION, "--json", "--server", server);
            assertEquals(0, json.code(), json::toString);
            JsonNode complete = Visitor.json(json.out());
            assertEquals("complete", complete.path("type").asText());
            assertEquals("membership.md", complete.at("/sources/0/id").asText());
            Outcome unknown = Product.run("ask", "acme/nobody", QUESTION, "--server", server);
            assertOutcome(1, "", "unknown_chatbot", unknown);
            zaaky.stop();
            Outcome nobody = Product.run("ask", "acme/desk", QUESTION, "--server", server);
            assertOutcome(1, "", "no server answers at", nobody);
        }
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Outcome outcome = serve(port);
            assertOutcome(
                    1, "", "zaaky: the server cannot listen on 127.0.0.1 ports " + port, outcome);
            assertOutcome(1, "", "--port", outcome);
            assertNoStackTrace(outcome);
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsToldInOneSentence() {
        Outcome outcome =
                Product.run(
                        "serve",
                        "--config",
                        config(),
                        "--data",
                        "/dev/null/x",
                        "--port",
                        "0",
                        "--management-port",
                        "0");
        assertOutcome(1, "", "zaaky: the data directory /dev/null/x cannot be written", outcome);
        assertNoStackTrace(outcome);
    }

    @Test
    @Tag("DUR-17")
    void aDataDirectoryThatAnotherProcessUsesIsToldAndThatOneServesOn() {
        try (var zaaky = installation.serve();
                var visitor = new Visitor("acme/desk", "the-session-beside-another-process")) {
            Outcome outcome = serve("0");
            assertOutcome(1, "", "is in use by another process", outcome);
            assertOutcome(1, "", "--data", outcome);
            assertNoStackTrace(outcome);
            assertTrue(visitor.ask(zaaky, Installation.QUESTION).text().contains("12 euros"));
            zaaky.stop();
        }
    }

    @Test
    void wrongUseIsExitCodeTwo() {
        assertOutcome(2, "", "unknown command 'dance'", Product.run("dance"));
        assertOutcome(2, "", "unknown option --loud", Product.run("serve", "--loud"));
    }

    @Test
    void theVersionIsPrinted() {
        Outcome outcome = Product.run("--version");
        assertEquals("zaaky 0.1.0", outcome.out().strip(), outcome::toString);
        assertEquals(0, outcome.code(), outcome::toString);
    }

    private Outcome serve(String port) {
        return Product.run(
                "serve",
                "--config",
                config(),
                "--data",
                installation.data().toString(),
                "--port",
                port,
                "--management-port",
                "0");
    }

    private String config() {
        return installation.config().toString();
    }

    private static void assertNoStackTrace(Outcome outcome) {
        assertTrue(!outcome.err().contains("\tat "), outcome::toString);
    }

    private static void assertOutcome(int code, String out, String err, Outcome outcome) {
        assertEquals(code, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains(out), () -> "no '" + out + "' in " + outcome);
        assertTrue(outcome.err().contains(err), () -> "no '" + err + "' in " + outcome);
    }
}
