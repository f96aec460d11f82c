package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    private static final Pattern WORD = Pattern.compile("[wt]\\d+[wt]");

    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    /** Words {@code w1w, w2w …} in order; {@code t…t} in the headers of tables. */
    static String randomMarkdown(long seed) {
        var random = new Random(seed);
        int[] counter = {0};
        var out = new StringBuilder("# ").append(words(random, counter, 3)).append("\n\n");
        int blocks = 1 + random.nextInt(40);
        for (int i = 0; i < blocks; i++) {
            switch (random.nextInt(7)) {
                case 0 ->
                        out.append("#".repeat(1 + random.nextInt(4)))
                                .append(' ')
                                .append(words(random, counter, 1 + random.nextInt(5)))
                                .append("\n\n");
                case 1 -> out.append(list(random, counter)).append("\n\n");
                case 2 -> out.append(table(random, counter)).append("\n\n");
                case 3 ->
                        out.append("```\n")
                                .append(words(random, counter, 20).replace(" ", "\n"))
                                .append("\n```\n\n");
                default -> out.append(prose(random, counter)).append("\n\n");
            }
        }
        return out.append(words(random, counter, 3)).toString();
    }

    private static String prose(Random random, int[] counter) {
        var out = new StringBuilder();
        int longest = random.nextInt(10) == 0 ? 600 : 30;
        for (int n = 1 + random.nextInt(12); n > 0; n--) {
            out.append("S")
                    .append(words(random, counter, 1 + random.nextInt(longest)))
                    .append(". ");
        }
        return out.toString().replace("Sw", "S w");
    }

    private static String list(Random random, int[] counter) {
        var out = new StringBuilder("Take:\n\n");
        for (int n = 1 + random.nextInt(60); n > 0; n--) {
            out.append("- ").append(words(random, counter, 1 + random.nextInt(15))).append('\n');
        }
        return out.toString();
    }

    private static String table(Random random, int[] counter) {
        int columns = 2 + random.nextInt(4);
        var out = new StringBuilder("|");
        for (int c = 0; c < columns; c++) {
            out.append(" t").append(counter[0]++).append("t |");
        }
        out.append("\n|").append("---|".repeat(columns)).append('\n');
        for (int n = 1 + random.nextInt(40); n > 0; n--) {
            out.append('|');
            for (int c = 0; c < columns; c++) {
                out.append(' ').append(words(random, counter, 1 + random.nextInt(3))).append(" |");
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String words(Random random, int[] counter, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("w" + counter[0]++ + "w" + (random.nextInt(12) == 0 ? "," : ""));
        }
        return String.join(" ", words);
    }

    private static List<String> wordsOf(String text, String kind) {
        var found = new LinkedHashSet<String>();
        var m = WORD.matcher(text);
        while (m.find()) {
            if (m.group().startsWith(kind)) {
                found.add(m.group());
            }
        }
        return List.copyOf(found);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWordIsInSomeChunkInOrderAndChunksAreBounded(int seed) {
        String markdown = randomMarkdown(seed);
        Document read = Read.markdown(markdown);
        String all = read.title() + "\n" + Read.all(read);
        assertSame(wordsOf(markdown, "w"), wordsOf(all, "w"), all);
        assertSame(wordsOf(markdown, "t"), wordsOf(all, "t"), all);
        assertFits(read);
        assertEquals(read, Read.markdown(markdown), "the same again");
    }

    private static void assertSame(List<String> expected, List<String> seen, String all) {
        for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
            String here = i < expected.size() ? expected.get(i) : "nothing";
            assertEquals(here, i < seen.size() ? seen.get(i) : "nothing", all);
        }
    }

    static void assertFits(Document read) {
        for (Chunk chunk : read.chunks()) {
            int words = Size.words(chunk.text());
            int tokens =
                    Size.tokens(read.title())
                            + Size.tokens(chunk.heading())
                            + Size.tokens(chunk.text());
            assertTrue(!chunk.text().isBlank(), "a chunk has text");
            assertTrue(words <= 250, () -> words + " words in: " + chunk);
            assertTrue(tokens <= 500, () -> tokens + " tokens in: " + chunk);
        }
    }

    @Test
    void longProseIsCutBetweenSentencesIntoPartsOfAboutTheSameLength() {
        String sentence = "This sentence has exactly nine words in all, see. ";
        Document read = Read.text("Title\n\n" + sentence.repeat(70).strip());
        List<Integer> lengths = read.chunks().stream().map(c -> Size.words(c.text())).toList();
        assertTrue(lengths.stream().allMatch(n -> n >= 100 && n <= 250), lengths::toString);
        for (Chunk chunk : read.chunks()) {
            assertTrue(
                    chunk.text().startsWith("This") && chunk.text().endsWith("see."), chunk.text());
        }
    }

    @Test
    void abbreviationsEndNoSentence() {
        String line = "Berth No. 5 costs approx. 12.50 euros, e.g. in May. Ask Mr. Holm.";
        assertEquals(
                List.of("Berth No. 5 costs approx. 12.50 euros, e.g. in May.", "Ask Mr. Holm."),
                Sentences.of(line, new Span(0, line.length())).stream()
                        .map(sentence -> sentence.of(line))
                        .toList());
    }

    @Test
    void aListStaysWithTheLineThatIntroducesIt() {
        String filler =
                "Some words that fill the page until it is nearly full of them. ".repeat(15);
        Document read =
                Read.markdown(filler + "\n\nYou need:\n\n" + "- one thing or another\n".repeat(20));
        Chunk last = read.chunks().getLast();
        assertTrue(last.text().startsWith("You need:\n\n- one thing"), last.text());
    }

    @Test
    void tinyNeighboursUnderOneHeadingAreMergedUnderIt() {
        Document read =
                Read.markdown(
                        """
                        # Pool

                        ## Hours

                        ### Summer

                        Open 9 to 20.

                        ### Winter

                        Closed.
                        """);
        assertEquals(
                List.of(new Chunk("Hours", "Summer\nOpen 9 to 20.\n\nWinter\nClosed.", 11, 47)),
                read.chunks());
    }

    @Test
    void neighboursUnderOtherHeadingsStayApart() {
        Document read =
                Read.markdown("# A\n\n# B\n\n## C\n\nText of c.\n\n# D\n\n## E\n\nText of e.");
        assertEquals(List.of("", "B > C", "D > E"), Read.headings(read));
    }

    @Test
    void eachRowOfALongTableHasTheHeadersWords() {
        var table = new StringBuilder("| Berth | Length |\n|---|---|\n");
        for (int i = 0; i < 300; i++) {
            table.append("| B").append(i).append(" | ").append(i).append(" m |\n");
        }
        Document read = Read.markdown(table.toString());
        assertTrue(read.chunks().size() > 3, "it takes several chunks");
        for (Chunk chunk : read.chunks()) {
            chunk.text()
                    .lines()
                    .forEach(l -> assertTrue(l.matches("Berth: B\\d+; Length: \\d+ m"), l));
        }
    }

    @Test
    void headingsAreAPathAndLongOnesLoseNoWord() {
        String filler =
                "Some words that fill the page until it is nearly full of them. ".repeat(10);
        String longHeading = "endless ".repeat(40) + "finish";
        Document read =
                Read.markdown(
                        "# T\n\n## A\n\n### B\n\n"
                                + filler
                                + "\n\n## "
                                + longHeading
                                + "\n\n"
                                + filler);
        assertEquals("A > B", read.chunks().getFirst().heading());
        assertTrue(read.chunks().getLast().heading().length() <= 120, "the path is short");
        assertTrue(Read.all(read).contains("finish"), "the heading's last word is text now");
    }

    /** Then few of them have to be embedded, however large the document is. */
    @ParameterizedTest
    @ValueSource(strings = {"aaaa ", "a"})
    void chunksOfOneRepeatedWordOrLetterSayTheSame(String repeated) {
        Document read = Read.text(repeated.repeat(500_000 / repeated.length()));
        assertFits(read);
        assertTrue(read.chunks().size() > 400, read.chunks().size() + " chunks");
        assertTrue(read.chunks().stream().map(Chunk::text).distinct().count() <= 4);
    }
}
