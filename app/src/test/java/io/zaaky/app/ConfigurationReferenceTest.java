package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.zaaky.app.config.Environment;
import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md names every key that is read, its default and its range. */
class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String BOT = "orgs.acme.chatbots.";

    /** One chatbot for each provider, so that all keys of all plugins are read. */
    private static final String ORG =
            """
            chatbots:
              plain:
                llm: {provider: extractive}
                knowledge:
                  sources: [{path: .}, {url: 'http://example.org/'}, {sitemap: 'http://example.org/s.xml'}]
              openai:
                llm: {provider: openai, model: m}
                retrieval: {embedding: {provider: openai}}
              ollama:
                llm: {provider: ollama, model: m}
                retrieval: {embedding: {provider: ollama}}
              pgvector:
                llm: {provider: extractive}
                retrieval: {provider: pgvector, data-source: other}
            """;

    private static final String MAIN =
            "data-sources: {other: {url: 'jdbc:postgresql://127.0.0.1:9/none'}}";

    @TempDir private Path folder;

    /**
     * A part of the page.
     *
     * @param heading the line that it begins with, or what that begins with
     * @param prefixes what stands before its keys in full paths
     * @param keys which of the keys behind a prefix belong to it
     */
    private record Section(String heading, List<String> prefixes, Predicate<String> keys) {}

    /** A key as the page has it. */
    private record Documented(String key, String byDefault, String rest) {}

    private static final List<Section> SECTIONS =
            List.of(
                    new Section("## `zaaky.yaml`", List.of(""), key -> !key.startsWith("orgs.")),
                    new Section(
                            "## `orgs/ORG.yaml`",
                            List.of("orgs.acme."),
                            key -> !key.startsWith("chatbots.")),
                    new Section(
                            "### A chatbot: ",
                            List.of(BOT + "plain."),
                            key ->
                                    !key.startsWith("llm.")
                                            && !key.startsWith("retrieval.")
                                            && !key.startsWith("knowledge.sources[")),
                    new Section(
                            "### Knowledge: ",
                            List.of(
                                    BOT + "plain.knowledge.sources[0].",
                                    BOT + "plain.knowledge.sources[1].",
                                    BOT + "plain.knowledge.sources[2]."),
                            _ -> true),
                    new Section(
                            "**`openai`**",
                            List.of(BOT + "openai.llm."),
                            ConfigurationReferenceTest::isOfThePlugin),
                    new Section(
                            "**`ollama`**",
                            List.of(BOT + "ollama.llm."),
                            ConfigurationReferenceTest::isOfThePlugin),
                    new Section(
                            "**`extractive`**",
                            List.of(BOT + "plain.llm."),
                            ConfigurationReferenceTest::isOfThePlugin),
                    new Section(
                            "### Retrieval",
                            List.of(BOT + "plain.", BOT + "pgvector."),
                            key ->
                                    key.startsWith("retrieval.")
                                            && (!key.startsWith("retrieval.embedding.")
                                                    || key.endsWith(".provider"))),
                    embedding("onnx", "plain"),
                    embedding("openai", "openai"),
                    embedding("ollama", "ollama"));

    private static Section embedding(String provider, String chatbot) {
        return new Section(
                "**`embedding.provider: " + provider + "`**",
                List.of(BOT + chatbot + ".retrieval.embedding."),
                ConfigurationReferenceTest::isOfThePlugin);
    }

    private static boolean isOfThePlugin(String key) {
        return !key.equals("provider");
    }

    @Test
    void everyKeyThatIsReadIsDocumentedAndNoOther() throws IOException {
        Map<String, Settings.Key> all = KnownKeys.byPath(folder, MAIN, ORG);
        for (Section section : SECTIONS) {
            Set<String> documented = new LinkedHashSet<>(documented(section).keySet());
            Set<String> known = known(section, all).keySet();
            Set<String> missing = new LinkedHashSet<>(known);
            missing.removeAll(documented);
            documented.removeIf(key -> known.contains(key) || isNode(key, known));
            assertEquals(Set.of(), missing, "not documented below " + section.heading());
            assertEquals(Set.of(), documented, "documented but not read: " + section.heading());
        }
    }

    @Test
    void everyDefaultAndRangeIsAsDocumented() throws IOException {
        Map<String, Settings.Key> all = KnownKeys.byPath(folder, MAIN, ORG);
        List<String> wrong = new ArrayList<>();
        for (Section section : SECTIONS) {
            Map<String, Documented> documented = documented(section);
            known(section, all)
                    .forEach(
                            (name, key) ->
                                    Optional.ofNullable(documented.get(name))
                                            .ifPresent(row -> compare(row, key, wrong)));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyCommandIsDocumentedWithItsOptions() throws IOException {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Main(print, print, new Environment(Map.of()), folder, folder).run(List.of("--help"));
        Set<List<String>> documented =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `"))
                        .flatMap(line -> spans(line.replace("\\|", "|")).stream())
                        .map(ConfigurationReferenceTest::words)
                        .collect(Collectors.toSet());
        List<List<String>> commands = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            if (line.startsWith("  ./zaaky ") && !line.contains("--version")) {
                commands.add(words(line.replace("./zaaky", "")));
            } else if (line.startsWith("               ")) {
                List<String> whole = new ArrayList<>(commands.removeLast());
                whole.addAll(words(line.replace(" | ", " "))); // the rest of a long line
                commands.add(whole);
            }
        }
        assertFalse(commands.isEmpty(), "the help names no command");
        commands.removeIf(documented::contains);
        assertEquals(List.of(), commands, "not in docs/configuration.md");
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static boolean isNode(String key, Set<String> known) {
        return key.equals("chatbots.ID")
                || List.of("llm", "retrieval").contains(key)
                || key.equals("knowledge.sources")
                || known.stream()
                        .anyMatch(each -> each.startsWith(key + ".") || each.startsWith(key + "["));
    }

    private static void compare(Documented row, Settings.Key key, List<String> wrong) {
        String cell = row.byDefault();
        List<String> spans = spans(cell);
        boolean right =
                switch (key.otherwise()) {
                    case Integer number when number == Integer.MAX_VALUE -> cell.equals("none");
                    case Integer number when number < least(key.range()) -> !cell.isEmpty();
                    case Integer number when cell.equals("the number of cores") ->
                            number == Runtime.getRuntime().availableProcessors();
                    case Integer number -> numbers(cell).contains(new BigDecimal(number));
                    case Double number ->
                            numbers(cell).stream().anyMatch(each -> each.doubleValue() == number);
                    case Long size when size == Long.MAX_VALUE -> cell.equals("none");
                    case Long size ->
                            spans.stream().anyMatch(each -> as(each).size("x", -1) == size);
                    case Duration time ->
                            spans.stream()
                                    .anyMatch(
                                            each ->
                                                    as(each).duration("x", Duration.ofDays(9999))
                                                            .equals(time));
                    case Enum<?> choice ->
                            spans.contains(
                                    choice.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                    case Boolean flag -> spans.contains(flag.toString());
                    case URI address -> spans.contains(address.toString());
                    case String text -> text.isEmpty() || spans.isEmpty() || spans.contains(text);
                    case Secret _ -> cell.equals("none") || spans.isEmpty();
                    default -> true;
                };
        if (!right) {
            wrong.add(key.path() + " is " + key.otherwise() + " by default, not " + cell);
        }
        if (!inRange(key.range(), row.rest())) {
            wrong.add(key.path() + " takes " + key.range() + "; documented: " + row.rest());
        }
    }

    /** A default below it stands for something that is said in words. */
    private static int least(String range) {
        return range.contains("–")
                ? Integer.parseInt(range.substring(0, range.indexOf('–')))
                : Integer.MIN_VALUE;
    }

    private static boolean inRange(String range, String cells) {
        String plain = cells.replace(",", "");
        if (range.contains("–")) {
            String least = range.substring(0, range.indexOf('–'));
            boolean open = range.endsWith("–" + Integer.MAX_VALUE);
            return plain.contains(open ? "from " + least : range.replace(".0", ""));
        }
        return range.isEmpty() || spans(cells).containsAll(List.of(range.split(" ")));
    }

    private static Settings as(String text) {
        var at = new ConfigNode.Location("page", 1);
        return new Settings(
                new ConfigNode.Table(Map.of("x", new ConfigNode.Text(text, at)), at), "", _ -> {});
    }

    private static List<BigDecimal> numbers(String cell) {
        return Pattern.compile("\\d[\\d,.]*")
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(text -> new BigDecimal(text.replace(",", "").replaceAll("\\.$", "")))
                .toList();
    }

    private static List<String> spans(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    /** Nodes are documented by the keys in them. */
    private static Map<String, Settings.Key> known(Section section, Map<String, Settings.Key> all) {
        Map<String, Settings.Key> known = new TreeMap<>();
        all.forEach(
                (path, key) -> {
                    boolean node =
                            all.keySet().stream()
                                    .anyMatch(
                                            other ->
                                                    other.startsWith(path + ".")
                                                            || other.startsWith(path + "["));
                    for (String prefix : section.prefixes()) {
                        String name =
                                path.startsWith(prefix) ? path.substring(prefix.length()) : "";
                        name = name.replaceFirst("^data-sources\\.other\\.", "data-sources.NAME.");
                        if (!node && !name.isEmpty() && section.keys().test(name)) {
                            known.put(name, key);
                        }
                    }
                });
        return known;
    }

    private static Map<String, Documented> documented(Section section) throws IOException {
        Map<String, Documented> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        int from = 0;
        while (!lines.get(from).startsWith(section.heading())) {
            from++;
        }
        for (String line : lines.subList(from + 1, lines.size())) {
            if (line.startsWith("#") || line.startsWith("**`")) {
                break;
            }
            List<String> cells =
                    Arrays.stream(line.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
            if (cells.size() > 4 && cells.get(1).contains("`")) {
                rows(cells).forEach(row -> rows.put(row.key(), row));
            }
        }
        return rows;
    }

    /** Several keys in one row share its cells, or have a default each. */
    private static List<Documented> rows(List<String> cells) {
        List<String> keys = new ArrayList<>();
        for (String key : spans(cells.get(1))) {
            keys.add(
                    key.startsWith(".")
                            ? keys.getLast().substring(0, keys.getLast().lastIndexOf('.')) + key
                            : key);
        }
        List<String> defaults = spans(cells.get(2));
        boolean each = keys.size() > 1 && defaults.size() == keys.size();
        String rest = cells.subList(3, cells.size()).stream().collect(Collectors.joining(" "));
        List<Documented> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            rows.add(
                    new Documented(
                            keys.get(i), each ? "`" + defaults.get(i) + "`" : cells.get(2), rest));
        }
        return rows;
    }
}
