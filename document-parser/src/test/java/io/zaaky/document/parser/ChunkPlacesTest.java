package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where chunks lie in the text of their document. */
class ChunkPlacesTest {
    private static final List<String> ODD_WORDS =
            List.of(
                    "a",
                    "harbour",
                    "Ärger.",
                    "e.g.",
                    "🚢🚢",
                    "今日は港が開きます。",
                    "e\u0301",
                    "12.50",
                    "Stop!",
                    "\u00A0",
                    "👩‍👩‍👧‍👦",
                    "tail?\n",
                    "x\tx",
                    "بحر",
                    "한국어입니다.");

    record Input(MediaKind kind, String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Input> inputs() {
        return Stream.of(
                        IntStream.range(0, 80)
                                .mapToObj(
                                        i ->
                                                new Input(
                                                        MediaKind.MARKDOWN,
                                                        "random " + i,
                                                        SplitterTest.randomMarkdown(i))),
                        IntStream.range(0, 150).mapToObj(ChunkPlacesTest::odd),
                        oddOnes())
                .flatMap(each -> each);
    }

    private static Input odd(int seed) {
        var random = new Random(seed);
        var out = new StringBuilder(seed % 3 == 0 ? "# odd\n\n" : "");
        for (int n = random.nextInt(40); n >= 0; n--) {
            String text = words(random, 1 + random.nextInt(random.nextInt(6) == 0 ? 700 : 60));
            String line = text.replace('\n', ' ').strip();
            switch (random.nextInt(7)) {
                case 0, 1 ->
                        out.append("#".repeat(1 + random.nextInt(5)))
                                .append(' ')
                                .append(heading(random, line));
                case 2 -> out.append("- ").append(line).append("\n- ").append(text);
                case 3 -> out.append("    ").append(text).append("\n\n    again\n");
                case 4 -> out.append("| a | b |\n|---|---|\n| ").append(line).append(" | x |\n");
                default -> out.append(text);
            }
            out.append("\n\n");
        }
        out.append(seed % 2 == 0 ? "End." : "# odd");
        return new Input(
                seed % 5 == 0 ? MediaKind.TEXT : MediaKind.MARKDOWN, "odd " + seed, out.toString());
    }

    /** Often one that was there before, or the title. */
    private static String heading(Random random, String line) {
        return switch (random.nextInt(5)) {
            case 0 -> "odd";
            case 1 -> "Hours";
            case 2 -> "Prices";
            case 3 -> line.substring(0, line.offsetByCodePoints(0, 1)) + " 🚢";
            default -> line;
        };
    }

    private static String words(Random random, int count) {
        var out = new StringBuilder("W");
        for (int i = 0; i < count; i++) {
            String word = ODD_WORDS.get(random.nextInt(ODD_WORDS.size()));
            boolean huge = random.nextInt(3000) == 0;
            out.append(random.nextInt(8) == 0 ? "" : " ").append(huge ? word.repeat(999) : word);
        }
        return out.toString();
    }

    private static Stream<Input> oddOnes() {
        String filler = "Some words that fill the page. ".repeat(12);
        return Stream.of(
                new Input(MediaKind.MARKDOWN, "one word", "x"),
                new Input(MediaKind.MARKDOWN, "headings only", "# A\n\n## B\n\n## C\n\n# A"),
                new Input(
                        MediaKind.MARKDOWN,
                        "the same heading again",
                        "# T\n\nx\n\n## A\n\nx\n\n## A\n\n### B\n\nx\n\n## A\n\nx\n\n# T\n\nx"),
                new Input(
                        MediaKind.MARKDOWN,
                        "a heading above headings",
                        "# T\n\n## A\n\n### B\n\nx\n\n### C\n\nx\n\n## D\n\nx"),
                new Input(
                        MediaKind.MARKDOWN,
                        "deep headings that are too long for a path",
                        IntStream.rangeClosed(1, 6)
                                .mapToObj(
                                        i -> "#".repeat(i) + " " + "long ".repeat(22) + i + "\n\n")
                                .reduce("", String::concat)
                                .repeat(3)
                                .concat(filler)),
                new Input(MediaKind.TEXT, "no sentence", "word ".repeat(3000)),
                new Input(MediaKind.TEXT, "no space", "🚢".repeat(3000)),
                new Input(MediaKind.TEXT, "letters", "a".repeat(5000) + " b " + "c".repeat(999)),
                new Input(MediaKind.CSV, "table", "k;v\n" + "one;two three\n".repeat(900)),
                new Input(
                        MediaKind.HTML,
                        "page",
                        "<title>Page</title><nav>no</nav><h1>Page</h1><p>a<br>b<ul><li>x<pre>\n"
                                + "  y\n\n z</pre><li>z</ul><table><tr><th>h<tr><td>c<td></table>"
                                + "<pre>    in\n\n\n  out</pre><h2>H</h2><p>"
                                + filler.repeat(4)));
    }

    private static String textOf(Input input) {
        byte[] bytes = input.text().getBytes(StandardCharsets.UTF_8);
        Extract extract = DocumentReading.extract(bytes, input.kind(), Given.NOTHING, Read.LIMITS);
        return DocumentText.of(extract.blocks(), new Meter(Read.LIMITS)).text();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void everyChunkIsItsSliceOfTheDocumentsTextAndTheyCoverIt(Input input) {
        Document read = Read.of("odd", input.text(), input.kind());
        String text = textOf(input);
        int start = -1;
        int end = 0;
        for (Chunk chunk : read.chunks()) {
            assertEquals(slice(text, chunk.start(), chunk.end()), chunk.text());
            assertTrue(chunk.start() > start && chunk.end() > end, chunk::toString);
            if (chunk.start() > end) {
                assertOnlyHeadings(slice(text, end, chunk.start()), read.title(), chunk);
            }
            start = chunk.start();
            end = chunk.end();
        }
        String rest = slice(text, end, text.codePointCount(0, text.length()));
        assertOnlyHeadings(rest, read.title(), new Chunk("", rest));
        SplitterTest.assertFits(read);
    }

    private static String slice(String text, int start, int end) {
        int from = text.offsetByCodePoints(0, start);
        return text.substring(from, text.offsetByCodePoints(from, end - start));
    }

    /**
     * What stands before a chunk and in none is the title, or in its headings if they have room.
     */
    private static void assertOnlyHeadings(String between, String title, Chunk next) {
        List<String> path = List.of(next.heading().split(" > "));
        boolean tooLong = Size.tokens(next.heading()) + Size.tokens(between) > 110;
        for (String line : between.lines().filter(line -> Size.words(line) > 0).toList()) {
            assertTrue(
                    tooLong || path.contains(line) || line.equalsIgnoreCase(title),
                    () -> "lost before " + next + ": " + line);
        }
    }

    private static String between(Chunk chunk, Chunk next) {
        int shared = Math.max(0, chunk.end() - next.start());
        return slice(next.text(), 0, shared);
    }

    @Test
    void proseThatIsCutBeginsWithTheLastSentencesOfTheChunkBefore() {
        var text = new StringBuilder("Title\n\n");
        for (int i = 0; i < 60; i++) {
            text.append("Sentence ").append(i).append(" has exactly eight words, see. ");
        }
        List<Chunk> chunks = Read.text(text.toString().strip()).chunks();
        assertTrue(chunks.size() >= 3, chunks::toString);
        for (int i = 1; i < chunks.size(); i++) {
            String again = between(chunks.get(i - 1), chunks.get(i));
            int words = Size.words(again);
            assertTrue(words >= 16 && words <= 38, () -> words + " words again: " + again);
            assertTrue(again.startsWith("Sentence") && again.endsWith("see."), again);
            assertTrue(chunks.get(i - 1).text().endsWith(again), again);
        }
    }

    @Test
    void aSentenceWithoutAnEndIsCutBetweenWordsAndTheLastOnesAreSaidAgain() {
        List<Chunk> chunks = Read.text("Title\n\n" + "and so it goes on ".repeat(200)).chunks();
        for (int i = 1; i < chunks.size(); i++) {
            int words = Size.words(between(chunks.get(i - 1), chunks.get(i)));
            assertTrue(words >= 20 && words <= 38, words + " words again");
        }
    }

    @Test
    void nothingIsSaidAgainAcrossHeadingsNorInListsTablesAndCode() {
        String filler = "Some words that fill the page until it is nearly full. ".repeat(14);
        for (String body :
                List.of(
                        ("## Head\n\n" + filler + "\n\n").repeat(4),
                        filler + "\n\n" + "- one thing or another\n".repeat(300),
                        filler + "\n\n| a | b |\n|---|---|\n" + "| one | two |\n".repeat(300),
                        filler + "\n\n```\n" + "call(one, two, three);\n".repeat(200) + "```\n")) {
            List<Chunk> chunks = Read.markdown("# Title\n\n" + body).chunks();
            assertTrue(chunks.size() >= 3, chunks::toString);
            for (int i = 1; i < chunks.size(); i++) {
                assertEquals("", between(chunks.get(i - 1), chunks.get(i)));
            }
        }
    }

    @Test
    void theTextHasHeadingsAsLinesAndTablesAsTheyAreSearched() {
        String text =
                textOf(
                        new Input(
                                MediaKind.MARKDOWN,
                                "",
                                "# Ferry\n\n"
                                        + "## Fares\n\n"
                                        + "In *euros*:\n\n"
                                        + "- one\n"
                                        + "- two\n\n"
                                        + "| Days | Fare |\n"
                                        + "|--|--|\n"
                                        + "| Sunday | 3 |\n"
                                        + "| Monday | 2 |\n"));
        assertEquals(
                """
                Ferry
                Fares
                In euros:

                - one
                - two

                Days: Sunday; Fare: 3
                Days: Monday; Fare: 2\
                """,
                text);
    }
}
