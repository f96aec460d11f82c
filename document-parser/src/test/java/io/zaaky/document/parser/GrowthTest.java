package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small inputs that would become large. */
@Tag("ING-22")
final class GrowthTest {
    private static final String CELLS = "Its tables have more cells than are taken: at most ";
    private static final String TEXT = "It has more text than is taken: at most ";
    private static final String ELEMENTS =
            "It has more paragraphs, cells and other elements than are taken: at most ";
    private static final String MARKS = "It has more lines and marks than are taken: at most ";

    /** A limit that each generator goes beyond within a few thousand characters. */
    private static final Limits SMALL =
            new Limits(50_000, 500, 2_000, 50, 2_000, 5_000, 32, 10, 5_000, 200);

    private static String outcome(String text, MediaKind kind, Limits limits) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return outcome(bytes, kind, limits);
    }

    /** The text, or why there is none. The limit is only there for what would never end. */
    private static String outcome(byte[] bytes, MediaKind kind, Limits limits) {
        return assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    try {
                        Document read =
                                DocumentReading.read("id", bytes, kind, Given.NOTHING, limits);
                        assertTrue(read.chunks().size() <= limits.passages(), "passages");
                        return Read.all(read);
                    } catch (Refusal e) {
                        return String.valueOf(e.getMessage());
                    }
                });
    }

    private static String lines(int count, String line) {
        return (line + "\n").repeat(count);
    }

    static Stream<Arguments> growing() {
        String names = "|" + "a|".repeat(8_000) + "\n|" + "-|".repeat(8_000) + "\n";
        String items = "<ul><li>".repeat(200) + "<li>a".repeat(100_000);
        return Stream.of(
                Arguments.of(
                        "rows of a table", names + lines(4_000, "a"), MediaKind.MARKDOWN, CELLS),
                Arguments.of(
                        "rows of a table in a quote",
                        lines(1, "> |" + "a|".repeat(8_000) + "\n> |" + "-|".repeat(8_000))
                                + lines(4_000, "> a"),
                        MediaKind.MARKDOWN,
                        CELLS),
                Arguments.of("marks", "*a ".repeat(2_000_000), MediaKind.MARKDOWN, MARKS),
                Arguments.of("empty lines", "\n".repeat(2_000_000), MediaKind.MARKDOWN, MARKS),
                Arguments.of("elements", "<b>".repeat(500_000) + "a", MediaKind.HTML, ELEMENTS),
                Arguments.of("items", items, MediaKind.HTML, TEXT),
                Arguments.of(
                        "spans",
                        "<table>" + "<tr><td colspan=900>a<td>b".repeat(20_000),
                        MediaKind.HTML,
                        CELLS),
                Arguments.of(
                        "rows that repeat a cell",
                        "<table><tr>"
                                + ("<td rowspan=999>" + "a".repeat(60)).repeat(4)
                                + ("<tr><td>x".repeat(998)
                                                + "<tr>"
                                                + ("<td rowspan=999>" + "a".repeat(60)).repeat(4))
                                        .repeat(100),
                        MediaKind.HTML,
                        TEXT),
                Arguments.of(
                        "a long name of a column",
                        "a".repeat(999) + "\n" + lines(100_000, "b"),
                        MediaKind.CSV,
                        TEXT),
                Arguments.of("cells", lines(200_000, "a,b,c,d,e,f"), MediaKind.CSV, CELLS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("growing")
    void whatWouldBecomeFarMoreIsRefusedBeforeItDoes(
            String name, String text, MediaKind kind, String sentence) {
        String outcome = outcome(text, kind, Read.LIMITS);
        assertTrue(
                outcome.startsWith(sentence) && outcome.endsWith("."),
                () -> outcome.substring(0, Math.min(outcome.length(), 200)));
    }

    @Test
    void aTableThatIsLargeBecauseItSaysMuchIsRead() {
        String row = "|" + "one two|".repeat(20);
        String table = row + "\n|" + "---|".repeat(20) + "\n" + lines(2_000, row);
        assertTrue(outcome(table, MediaKind.MARKDOWN, Read.LIMITS).contains("one two: one two"));
        String csv = lines(20_000, "name,street,town,code,price");
        assertTrue(outcome(csv, MediaKind.CSV, Read.LIMITS).contains("town: town"));
    }

    @Test
    void elementsThatSwitchTheParserDeepWithinEachOtherAreReadOrRefused() {
        String page = "<p>text" + "<template>".repeat(300) + "<svg>".repeat(300) + "<math><b>a";
        var flat = new Limits(50_000, 500, 2_000, 50, 2_000, 5_000, 20, 10, 100, 100);
        for (String each : List.of(page, page + "</template><table><select>".repeat(50))) {
            String outcome = outcome(each, MediaKind.HTML, flat);
            assertTrue(outcome.equals("\ntext") || outcome.endsWith("."), outcome);
        }
    }

    /** Pieces that mean something to one of the formats, many of them again and again. */
    @ParameterizedTest
    @MethodSource("kinds")
    void whateverIsPutTogetherStaysWithinTheLimits(MediaKind kind) {
        var random = new Random(11);
        for (int i = 0; i < 150; i++) {
            String text = hostile(random);
            String outcome = outcome(text, kind, SMALL);
            assertTrue(
                    outcome.length() <= 3 * SMALL.characters(),
                    () -> outcome.length() + " characters of " + text.length());
        }
    }

    static Stream<MediaKind> kinds() {
        return Stream.of(MediaKind.values());
    }

    private static final List<String> PIECES =
            List.of(
                    "|",
                    "|-|-|\n",
                    "a",
                    " ",
                    "\n",
                    "\n\n",
                    "> ",
                    "- ",
                    "1. ",
                    "    ",
                    "\t",
                    "# ",
                    "*",
                    "_",
                    "**",
                    "`",
                    "```\n",
                    "[",
                    "](",
                    ")",
                    "![",
                    "[a]: /b\n",
                    "[a]",
                    "<",
                    ">",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "<?",
                    "&amp;",
                    "&#x202e;",
                    "<b>",
                    "</b>",
                    "<p>",
                    "<div>",
                    "</div>",
                    "<ul>",
                    "<li>",
                    "<ol start=9>",
                    "<table>",
                    "<tr>",
                    "<td>",
                    "<td colspan=99>",
                    "<td rowspan=99>",
                    "<th>",
                    "</table>",
                    "<pre>",
                    "<dl>",
                    "<dt>",
                    "<dd>",
                    ":",
                    "<template>",
                    "</template>",
                    "<svg>",
                    "<math>",
                    "<select>",
                    "<a b=c>",
                    "<title>",
                    "---\n",
                    "title: ",
                    "===\n",
                    "\"",
                    "\"\"",
                    ";",
                    ",",
                    "word ",
                    ". ",
                    "漢",
                    "Subject: a\n",
                    "Content-Type: text/html\n\n");

    private static String hostile(Random random) {
        var text = new StringBuilder();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            String part =
                    IntStream.range(0, 1 + random.nextInt(6))
                            .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                            .collect(Collectors.joining());
            text.append(part.repeat(1 + random.nextInt(random.nextInt(3) == 0 ? 2_000 : 20)));
        }
        return text.toString();
    }

    @Test
    void aBookOfManyElementsIsRefused() {
        String chapter = "<html><body>" + "<p>a".repeat(500_000) + "</body></html>";
        byte[] book =
                Samples.zip(
                        Map.of(
                                "META-INF/container.xml",
                                "<c><rootfile full-path='c.opf'/></c>",
                                "c.opf",
                                "<package><manifest><item id='a' href='a.xhtml'/></manifest>"
                                        + "<spine><itemref idref='a'/></spine></package>",
                                "a.xhtml",
                                chapter),
                        "application/epub+zip");
        String outcome = outcome(book, MediaKind.DOCUMENT, Read.LIMITS);
        assertTrue(outcome.startsWith(ELEMENTS), outcome::toString);
    }
}
