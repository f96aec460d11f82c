package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.ChatbotSettings.DemoRule;
import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.ingestion.web.WebTarget;
import io.zaaky.spi.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @TempDir Path directory;

    private final Problems problems = new Problems();

    @BeforeEach
    void anOrganisation() throws IOException {
        Files.createDirectories(directory.resolve("orgs"));
        org("acme", "chatbots: {bot: {}}");
    }

    @Test
    void everythingHasADefault() {
        Configuration configuration = read(Map.of());
        assertEquals(List.of(), problems.sorted());
        assertEquals("127.0.0.1", configuration.server().host());
        assertEquals("127.0.0.1", configuration.server().managementHost());
        assertEquals(8001, configuration.server().port());
        assertEquals(64 << 10, configuration.server().maxRequestSize());
        ChatbotSettings bot = configuration.chatbots().getFirst().settings();
        assertEquals("acme/bot", bot.key().toString());
        assertEquals(Duration.ofDays(30), bot.conversations().retention());
        assertEquals(20, bot.limits().messages().perMinute());
        assertEquals(Duration.ofSeconds(30), bot.streaming().resumeGrace());
    }

    @Test
    void aKeyIsAHashAloneOrOneWithARoleAndAName() throws IOException {
        org(
                "acme",
                """
                admin-keys:
                  - sha256:%1$s0
                  - {hash: 'sha256:%1$s1', role: viewer}
                  - {hash: 'sha256:%1$sA', name: The office, role: editor}
                chatbots: {bot: {}}
                """
                        .formatted("0".repeat(63)));
        Configuration configuration = read(Map.of());
        assertEquals(List.of(), problems.sorted());
        assertEquals(
                List.of(
                        new AccessKey(hash('0'), "sha256:00000000", Optional.of(KeyRole.OWNER)),
                        new AccessKey(hash('1'), "sha256:00000000", Optional.of(KeyRole.VIEWER)),
                        new AccessKey(hash('a'), "The office", Optional.of(KeyRole.EDITOR))),
                configuration.organisations().getFirst().keys());
    }

    private static String hash(char last) {
        return "sha256:" + "0".repeat(63) + last;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[sha256:12]|acme.yaml:1: orgs.acme.admin-keys[0].hash: must be sha256: and 64 hex"
                        + " digits",
                "[{name: Office}]|acme.yaml:1: orgs.acme.admin-keys[0].hash: is missing",
                "[{hash: 'HASH', role: admin}]|acme.yaml:1: orgs.acme.admin-keys[0].role: must be",
                "[HASH, HASH]|acme.yaml:1: orgs.acme.admin-keys: the hash of 'sha256:00000000'"
                        + " stands in it twice",
                "[{hash: 'HASH', scope: all}]|acme.yaml:1: orgs.acme.admin-keys[0].scope: unknown"
                        + " key",
                "PLATFORM|acme.yaml:1: orgs.acme.admin-keys: 'sha256:11111111' is a key of the"
                        + " platform; make another one"
            })
    void aKeyThatIsWrongIsAProblem(String keys, String problem) throws IOException {
        String platform = "sha256:" + "1".repeat(64);
        Files.writeString(
                directory.resolve("zaaky.yaml"), "server: {platform-keys: ['" + platform + "']}");
        org(
                "acme",
                "admin-keys: %s\nchatbots: {bot: {}}"
                        .formatted(keys.replace("HASH", hash('0')).replace("PLATFORM", platform)));
        read(Map.of()).reportUnread();
        assertTrue(
                shown().stream().anyMatch(line -> line.contains(problem)),
                () -> shown().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: {prot: 1}|zaaky.yaml:1: server.prot: unknown key; did you mean 'port'?",
                "server: {port: 99999}|zaaky.yaml:1: server.port: must be from 0 to 65535, not"
                        + " 99999",
                "server: {port: '${NOPE}'}|zaaky.yaml:1: server.port: the environment variable NOPE"
                        + " is not set; set it, or give a default: ${NOPE:…}",
                "server: {shutdown-grace: 3}|zaaky.yaml:1: server.shutdown-grace: must be a"
                        + " duration such as 500ms, 30s, 5m, 24h or 30d, not '3'",
                "server: {max-request-size: big}|zaaky.yaml:1: server.max-request-size: must be a"
                        + " size such as 64KiB or 20MiB, not 'big'",
                "server: {trusted-proxies: [10.0.0.0/99]}|zaaky.yaml:1: server.trusted-proxies:"
                        + " must be an address or a network such as 10.0.0.0/8, not '10.0.0.0/99'",
                "server: {public-hosts: ['https://chat.example.org']}|zaaky.yaml:1:"
                        + " server.public-hosts: must be names or addresses such as"
                        + " chat.example.org, in lower case, without scheme, port and path, not"
                        + " 'https://chat.example.org'",
                "[1, 2]|zaaky.yaml:1: zaaky: the file must consist of keys and values",
                "data-sources: {other: {url: 'jdbc:mysql://x'}}|zaaky.yaml:1:"
                    + " data-sources.other.url: must begin with jdbc:sqlite: or jdbc:postgresql:",
                "server: {port: 1, port: 2}|zaaky.yaml:1: server.port: the key 'port' stands here"
                        + " twice"
            })
    @Tag("OPS-04")
    void aProblemNamesFileLineAndKey(String yaml, String problem) throws IOException {
        Files.writeString(directory.resolve("zaaky.yaml"), yaml);
        read(Map.of());
        assertTrue(shown().contains(problem), () -> shown().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|ALONE|ALONE",
                "demo: {enabled: true}|ALWAYS|ALWAYS",
                "demo: {enabled: false}|NEVER|NEVER",
                "demo: {chatbots: [two]}|NEVER|ALWAYS",
                "demo: {enabled: true, chatbots: [two]}|NEVER|ALWAYS",
                "demo: {enabled: false, chatbots: [two]}|NEVER|NEVER"
            })
    void anOrganisationSaysWhichChatbotsTheDemoPageShows(String demo, DemoRule bot, DemoRule two)
            throws IOException {
        org("acme", (demo == null ? "" : demo + "\n") + "chatbots: {bot: {}, two: {}}");
        Configuration configuration = read(Map.of());
        assertEquals(List.of(), problems.sorted());
        assertEquals(
                List.of(bot, two),
                configuration.chatbots().stream().map(each -> each.settings().demo()).toList());
    }

    @Test
    void aChatbotOfTheDemoPageThatIsNotThereIsAProblem() throws IOException {
        org("acme", "demo: {chatbots: [bot, tow]}\nchatbots: {bot: {}}");
        read(Map.of());
        assertTrue(
                shown().contains(
                                "orgs/acme.yaml:1: orgs.acme.demo.chatbots: there is no chatbot"
                                        + " 'tow' in this organisation"),
                () -> shown().toString());
    }

    @Test
    void allProblemsOfAllFilesAreToldTogetherWithTheirLines() throws IOException {
        Files.writeString(directory.resolve("zaaky.yaml"), "server:\n  port: x\n");
        org(
                "acme",
                """
                chatbots:
                  bot:
                    limits:
                      messages-per-minute: 0
                    widget:
                      color: red
                """);
        read(Map.of());
        assertEquals(
                List.of(
                        "orgs/acme.yaml:4: orgs.acme.chatbots.bot.limits.messages-per-minute: must"
                                + " be from 1 to 1000000000, not 0",
                        "orgs/acme.yaml:6: orgs.acme.chatbots.bot.widget.color: must be a colour"
                                + " such as \"#0b5fff\" (in quotes), not 'red'",
                        "zaaky.yaml:2: server.port: must be a number, not 'x'"),
                shown());
    }

    @Test
    void aMissingFolderOfDocumentsIsAProblemWithItsLine() throws IOException {
        org(
                "acme",
                "chatbots:\n  bot:\n    knowledge:\n      sources:\n        - path: ./nowhere\n");
        read(Map.of());
        assertTrue(
                shown().getFirst()
                        .startsWith(
                                "orgs/acme.yaml:5:"
                                    + " orgs.acme.chatbots.bot.knowledge.sources[0].path: there is"
                                    + " no "),
                () -> shown().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{url: 'ftp://example.org/'}|url: must be a plain http or https address",
                "{url: 'http://user@example.org/'}|url: must be a plain http or https address",
                "{url: 'http://127.0.0.1/'}|url: cannot be fetched: its address is not a public",
                "{url: 'http://169.254.169.254/'}|url: cannot be fetched: its address is"
                        + " link-local",
                "{url: 'http://example.org:8080/'}|url: cannot be fetched: its port is not 80 or",
                "{url: 'http://example.org/', depth: 51}|depth: must be from 0 to 50, not 51",
                "{url: 'http://example.org/', pages: 0}|pages: must be from 1 to 20000, not 0",
                "{url: 'http://example.org/', include: [help]}|include: patterns are of paths",
                "{url: 'http://example.org/', path: x}|path: a source has exactly one of",
                "{site: 'http://example.org/'}|path: a source has exactly one of",
                "{sitemap: 'http://example.org/s.xml', depth: 1}|depth: unknown key"
            })
    void aWebsiteThatCannotBeReadIsAProblemWithItsLine(String source, String problem)
            throws IOException {
        org(
                "acme",
                "chatbots:\n  bot:\n    knowledge:\n      sources:\n        - " + source + "\n");
        read(Map.of()).reportUnread();
        String line = "orgs/acme.yaml:5: orgs.acme.chatbots.bot.knowledge.sources[0].";
        assertTrue(
                shown().stream().anyMatch(each -> each.startsWith(line + problem)),
                () -> shown().toString());
    }

    @Test
    void websitesAreRead() throws IOException {
        org(
                "acme",
                """
                chatbots:
                  bot:
                    knowledge:
                      allow: [10.1.0.0/16]
                      refresh: 2h
                      sources:
                        - url: HTTPS://www.Example.org
                        - {url: 'http://10.1.2.3:8080/help', depth: 2, include: /help/**}
                        - {sitemap: 'https://www.example.org/sitemap.xml', pages: 7}
                """);
        KnowledgeSettings knowledge = read(Map.of()).chatbots().getFirst().settings().knowledge();
        assertEquals(List.of(), problems.sorted());
        assertEquals(Duration.ofHours(2), knowledge.refresh());
        assertEquals(
                List.of(
                        "https://www.example.org/",
                        "http://10.1.2.3:8080/help",
                        "sitemap https://www.example.org/sitemap.xml"),
                knowledge.web().stream().map(WebTarget::name).toList());
        assertEquals(List.of("/help/**"), knowledge.web().get(1).include());
        assertEquals(7, knowledge.web().get(2).pages());
    }

    @Test
    void variablesOfTheEnvironmentAreTaken() throws IOException {
        Files.writeString(
                directory.resolve("zaaky.yaml"), "server: {host: '${H:1.2.3.4}', port: '${P}'}");
        Configuration configuration = read(Map.of("P", "7"));
        assertEquals(List.of(), problems.sorted());
        assertEquals("1.2.3.4", configuration.server().host());
        assertEquals(7, configuration.server().port());
    }

    @Test
    void aliasesAndMergeKeysWork() throws IOException {
        org(
                "acme",
                """
                chatbots:
                  a: &base
                    greeting: Hi
                    limits: {messages-per-minute: 5}
                  b:
                    <<: *base
                    greeting: Ho
                """);
        Configuration configuration = read(Map.of());
        assertEquals(List.of(), problems.sorted());
        ChatbotSettings b = configuration.chatbots().get(1).settings();
        assertEquals("Ho", b.greeting());
        assertEquals(5, b.limits().messages().perMinute());
    }

    @Test
    @Tag("OPS-04")
    void aBombOfAliasesIsRefused() throws IOException {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            char p = (char) (c - 1);
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [*")
                    .append(p)
                    .append((", *" + p).repeat(8))
                    .append("]\n");
        }
        Files.writeString(directory.resolve("zaaky.yaml"), bomb);
        read(Map.of());
        assertTrue(shown().getFirst().contains("zaaky.yaml"), () -> shown().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL"
                        + " ['http://127.0.0.1:9/']]]]",
                "!!java.io.File /tmp",
                "!<tag:yaml.org,2002:java.lang.Runtime> {}"
            })
    @Tag("OPS-04")
    void aTypeOfJavaIsRefusedWithItsLine(String value) throws IOException {
        org("acme", "name: Acme\nchatbots:\n  bot:\n    greeting: " + value);
        read(Map.of());
        String first = shown().getFirst();
        assertTrue(
                first.startsWith("orgs/acme.yaml:4: orgs.acme.chatbots.bot.greeting")
                        && first.contains(": is not YAML: Global tag is not allowed"),
                () -> shown().toString());
    }

    @Test
    @Tag("OPS-04")
    void whatYamlWouldTurnIntoSomethingElseIsReadAsItStandsThere() throws IOException {
        org(
                "acme",
                """
                name: no
                chatbots:
                  010:
                    name: 1.10
                    greeting: 12:30:45
                    limits: {messages-per-minute: 010}
                """);
        Configuration configuration = read(Map.of());
        assertEquals(List.of(), problems.sorted());
        ChatbotSettings bot = configuration.chatbots().getFirst().settings();
        assertEquals("acme/010", bot.key().toString());
        assertEquals("1.10", bot.name());
        assertEquals("12:30:45", bot.greeting());
        assertEquals(10, bot.limits().messages().perMinute());
    }

    @Test
    @Tag("OPS-04")
    void aNestThatIsTooDeepIsRefused() throws IOException {
        Files.writeString(
                directory.resolve("zaaky.yaml"), "server: " + "[".repeat(100) + "]".repeat(100));
        read(Map.of());
        assertTrue(shown().getFirst().contains("zaaky.yaml"), () -> shown().toString());
        assertTrue(shown().getFirst().contains("is not YAML"), () -> shown().toString());
    }

    @Test
    @Tag("TEN-18")
    void anOrganisationsFileNameIsItsId() throws IOException {
        org("Ümlaut", "chatbots: {}");
        Files.writeString(directory.resolve("orgs/old.yml"), "chatbots: {}");
        read(Map.of());
        assertTrue(
                shown().stream().anyMatch(text -> text.contains("is the organisation's id")),
                () -> shown().toString());
        assertTrue(
                shown().stream()
                        .anyMatch(
                                text ->
                                        text.contains(
                                                "old.yml:1: orgs.old: is not read; rename it")),
                () -> shown().toString());
    }

    @Test
    void aBudgetIsReadForAnOrganisationAndForAChatbot() throws IOException {
        org(
                "acme",
                """
                budget: {tokens-per-day: 100}
                chatbots:
                  bot: {budget: {tokens-per-day: 7, alert-at: 50}}
                  free: {}
                """);
        List<ChatbotSettings> bots =
                read(Map.of()).chatbots().stream().map(ChatbotNode::settings).toList();
        assertEquals(List.of(), problems.sorted());
        assertEquals(new BudgetSettings(OptionalLong.of(7), 50), bots.getFirst().budget());
        assertEquals(OptionalLong.empty(), bots.getLast().budget().tokensPerDay());
        assertEquals(
                new BudgetSettings(OptionalLong.of(100), 80),
                bots.getLast().organisation().budget());
    }

    private Configuration read(Map<String, String> variables) {
        return Configuration.read(directory, new Environment(variables), problems);
    }

    private void org(String name, String yaml) throws IOException {
        Files.writeString(directory.resolve("orgs/" + name + ".yaml"), yaml);
    }

    /** With the directory left out; the plugins' own keys are not read here. */
    private List<String> shown() {
        var roots = new Problems();
        Configuration.read(directory, new Environment(Map.of("P", "7")), roots).reportUnread();
        problems.sorted();
        return java.util.stream.Stream.concat(
                        problems.sorted().stream(),
                        roots.sorted().stream().filter(p -> p.message().startsWith("unknown")))
                .map(Problem::toString)
                .map(text -> text.replace(directory + "/", ""))
                .distinct()
                .toList();
    }
}
