package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./zaaky check} says of files that are wrong, and what files may use. */
class ProblemsOfFilesTest {
    private static final Pattern FORM =
            Pattern.compile("[^:]+:[1-9][0-9]*: [A-Za-z0-9_.\\-\\[\\]]+: \\S.*", Pattern.DOTALL);
    private static final String SECRET = "sk-live-51Hq8";

    @TempDir Path directory;

    private final Problems problems = new Problems();

    @BeforeEach
    void anOrganisation() throws IOException {
        Files.createDirectories(directory.resolve("orgs"));
        Files.createDirectories(directory.resolve("shared/acme"));
        Files.createDirectories(directory.resolve("private"));
        org("chatbots: {bot: {}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: {port: '${NOPE}'}",
                "server: {port: 1, port: 2}",
                "server: {trusted-proxies: ['${NOPE}']}",
                "server: [1, 2",
                "server:\n  port: 1\n   host: x",
                "server:\n\tport: 1",
                "[1, 2]",
                "just words",
                "server: {? [a, b] : c}",
                "server: {<<: word}",
                "server: {<<: &a {<<: *a}}",
                "'': x",
                "server: !!java.io.File /tmp",
                "data-sources: {main: {url: 'jdbc:other:x'}}",
                "server: {allow-paths: [nowhere]}",
                "\u0000"
            })
    @Tag("OPS-04")
    void everyProblemNamesFileLineAndPath(String yaml) throws IOException {
        main(yaml);
        read(Map.of()).reportUnread();
        assertFalse(problems.isEmpty(), "no problem in " + yaml);
        for (Problem problem : problems.sorted()) {
            assertTrue(FORM.matcher(problem.toString()).matches(), () -> problem.toString());
        }
    }

    @Test
    void aFileOrFolderThatIsNotThereHasAPathToo() {
        Configuration.read(directory.resolve("none"), new Environment(Map.of()), problems);
        for (Problem problem : problems.sorted()) {
            assertTrue(FORM.matcher(problem.toString()).matches(), () -> problem.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chatbots: {bot: {name: '${NOPE}'}}|acme.yaml:1: orgs.acme.chatbots.bot.name: the",
                "chatbots: {bot: {widget: {suggestions: [a, '${NOPE}']}}}|acme.yaml:1:"
                        + " orgs.acme.chatbots.bot.widget.suggestions[1]: the environment",
                "chatbots: {bot: {name: a, name: b}}|acme.yaml:1: orgs.acme.chatbots.bot.name: the"
                        + " key 'name' stands here twice",
                "chatbots: {bot: {widget: {color: [}}}|acme.yaml:1:"
                        + " orgs.acme.chatbots.bot.widget.color: is not YAML",
            })
    void thePathLeadsToTheVeryKey(String yaml, String problem) throws IOException {
        org(yaml);
        read(Map.of());
        assertTrue(shown().getFirst().startsWith(problem), () -> shown().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatbots: {bot: {limits: {messages-per-minute: '${KEY}'}}}",
                "chatbots: {bot: {limits: {max-wait: '${KEY}'}}}",
                "chatbots: {bot: {conversations: {retention: ' ${KEY} '}}}",
                "chatbots: {bot: {widget: {color: '${KEY}'}}}",
                "chatbots: {bot: {widget: {feedback: x, allowed-origins: ['${KEY}']}}}",
                "chatbots: {bot: {sessions: {accept: '${KEY}'}}}",
                "chatbots: {bot: {knowledge: {sources: [{path: '${KEY}'}]}}}",
                "chatbots: {bot: {knowledge: {sources: [{url: 'http://${KEY}:99999/'}]}}}",
                "chatbots: {bot: {knowledge: {sources: [{url: '${KEY}'}]}}}",
                "chatbots: {bot: {knowledge: {allow: ['${KEY}']}}}",
                "admin-keys: ['${KEY}']\nchatbots: {bot: {}}",
                "chatbots: {bot: '${KEY}'}",
                "chatbots: '${KEY}'"
            })
    @Tag("SEC-02")
    void aValueFromTheEnvironmentIsNeverShown(String yaml) throws IOException {
        org(yaml);
        read(Map.of("KEY", SECRET));
        assertFalse(problems.isEmpty(), "no problem in " + yaml);
        assertFalse(
                shown().toString()
                        .toLowerCase(Locale.ROOT)
                        .contains(SECRET.toLowerCase(Locale.ROOT)),
                () -> shown().toString());
    }

    @Test
    void theReferenceIsShownInItsPlace() throws IOException {
        org("chatbots: {bot: {limits: {messages-per-minute: '${KEY}', messages-per-day: '${N}'}}}");
        read(Map.of("KEY", SECRET, "N", "0"));
        String at = "acme.yaml:1: orgs.acme.chatbots.bot.limits.";
        assertEquals(
                List.of(
                        at + "messages-per-minute: must be a number, not '${KEY}'",
                        at + "messages-per-day: must be from 1 to 2147483647, not ${N}"),
                shown());
    }

    @Test
    @Tag("SEC-08")
    void organisationsMayUseTheAllowedVariablesOnly() throws IOException {
        main("server: {allow-variables: ['ACME_*', PORT], port: '${OTHER:8001}'}");
        org("name: '${ACME_NAME}'\nchatbots: {bot: {name: '${OTHER}', greeting: '${HOME:x}'}}");
        Configuration read = read(Map.of("ACME_NAME", "Acme", "OTHER", "1234567", "HOME", "/root"));
        assertEquals("Acme", read.chatbots().getFirst().settings().orgName());
        String end =
                " may not be used here; to allow it, add it to server.allow-variables in"
                        + " zaaky.yaml";
        assertEquals(
                List.of(
                        "acme.yaml:2: orgs.acme.chatbots.bot.name: the environment variable OTHER"
                                + end,
                        "acme.yaml:2: orgs.acme.chatbots.bot.greeting: the environment variable"
                                + " HOME"
                                + end),
                shown().stream().filter(text -> text.startsWith("acme")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "XACME", "ACME", "acme_KEY", "A.ME_KEY"})
    void aPatternOfVariablesMatchesWholeNames(String pattern) throws IOException {
        main("server: {allow-variables: ['" + pattern + "']}");
        org("name: '${ACME_KEY}'\nchatbots: {bot: {}}");
        read(Map.of("ACME_KEY", "secret"));
        assertEquals(1, problems.sorted().size(), () -> shown().toString());
    }

    @Test
    @Tag("SEC-08")
    void anEmptyListOfVariablesAllowsNone() throws IOException {
        main("server: {allow-variables: []}");
        org("name: '${HOME}'\nchatbots: {bot: {}}");
        read(Map.of("HOME", "/root"));
        assertTrue(shown().getFirst().contains("HOME may not be used"), () -> shown().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../private", "../shared/../private", "../link", "/etc", "../shared"})
    @Tag("SEC-08")
    void aSourceOutsideOfTheAllowedPathsIsRefused(String path) throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("private"));
        main("server: {allow-paths: [shared/acme]}");
        org("chatbots: {bot: {knowledge: {sources: [{path: '" + path + "'}]}}}");
        read(Map.of());
        assertEquals(
                List.of(
                        "acme.yaml:1: orgs.acme.chatbots.bot.knowledge.sources[0].path: is in none"
                                + " of the folders that server.allow-paths lists"),
                shown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../shared/acme", "../private/../shared/acme"})
    void aSourceInsideIsTaken(String path) throws IOException {
        main("server: {allow-paths: [shared/acme]}");
        org("chatbots: {bot: {knowledge: {sources: [{path: '" + path + "'}]}}}");
        read(Map.of());
        assertEquals(List.of(), shown());
    }

    private Configuration read(Map<String, String> variables) {
        return Configuration.read(directory, new Environment(variables), problems);
    }

    private void main(String yaml) throws IOException {
        Files.writeString(directory.resolve("zaaky.yaml"), yaml);
    }

    private void org(String yaml) throws IOException {
        Files.writeString(directory.resolve("orgs/acme.yaml"), yaml);
    }

    private List<String> shown() {
        return problems.sorted().stream()
                .map(Problem::toString)
                .map(text -> text.replace(directory + "/orgs/", "").replace(directory + "/", ""))
                .toList();
    }
}
