package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileInputTest {

    static Stream<Arguments> inputs() {
        return Stream.of(
                input("one word of a megabyte", "a".repeat(1 << 20)),
                input("one line of a megabyte", "word ".repeat(1 << 18)),
                input("a megabyte of full stops", ". ".repeat(1 << 19)),
                input("a megabyte of spaces", "a" + " ".repeat(1 << 20) + "b"),
                input("nested quotes", ">".repeat(10_000) + " deep"),
                input(
                        "nested lists",
                        Stream.iterate(0, i -> i + 1)
                                .limit(2_000)
                                .map(i -> " ".repeat(i) + "- deep\n")
                                .reduce("", String::concat)),
                input("nested brackets", "[".repeat(50_000) + "deep" + "]".repeat(50_000)),
                input("nested images", "![".repeat(10_000) + "deep" + "](a)".repeat(10_000)),
                input("nested emphasis", "*deep **deep ".repeat(10_000)),
                input("open emphasis", "*_".repeat(50_000) + "deep"),
                input(
                        "backticks",
                        Stream.iterate(1, i -> i + 1)
                                .limit(1_000)
                                .map(i -> "deep" + "`".repeat(i))
                                .reduce("", String::concat)),
                input("nested elements", "<div>".repeat(10_000) + "deep"),
                input("nested tables", "<table><tr><td>".repeat(10_000) + "deep"),
                input("nested inline elements", "<b><i><a href=x>".repeat(10_000) + "deep"),
                input("unclosed everything", "<table><ul><li><pre><dl><dt>deep".repeat(3_000)),
                input(
                        "a wide table",
                        "|"
                                + "deep|".repeat(5_000)
                                + "\n|"
                                + "-|".repeat(5_000)
                                + "\n"
                                + ("|" + "a|".repeat(5_000) + "\n").repeat(5)),
                input(
                        "spans",
                        "<table><tr>"
                                + "<td rowspan=999 colspan=999>deep".repeat(500)
                                + "<tr><td>x".repeat(5_000)),
                input("entities", "&lt;deep&#0;&#x202e;&#xD800;&bogus; ".repeat(10_000)),
                input("only headings", "# deep\n## deeper\n".repeat(5_000)),
                input("a long heading", "# " + "deep ".repeat(50_000)),
                input("line ends", "deep\r\n\rdeep\n\n\r".repeat(10_000)));
    }

    private static Arguments input(String name, String text) {
        return Arguments.of(name, text);
    }

    /** The limit is only there for what would never end; it is no measurement. */
    @ParameterizedTest(name = "{0}")
    @Tag("HTTP-14")
    @MethodSource("inputs")
    void whateverItIsItIsReadInBoundedChunksOrRefused(String name, String text) {
        for (MediaKind kind : MediaKind.values()) {
            assertTimeoutPreemptively(
                    Duration.ofMinutes(2),
                    () -> {
                        try {
                            Document read = Read.of("hostile", text, kind);
                            SplitterTest.assertFits(read);
                            long size =
                                    read.chunks().stream().mapToLong(c -> c.text().length()).sum();
                            assertTrue(
                                    size < 40L * text.length() + 1000,
                                    () -> size + " characters of " + text.length());
                        } catch (Refusal e) {
                            assertTrue(String.valueOf(e.getMessage()).endsWith("."), "a sentence");
                        }
                    });
        }
    }

    @Test
    void deepNestingKeepsTheText() {
        for (String open : new String[] {"<div>", "<blockquote>", "<span>"}) {
            Document read = Read.html(open.repeat(10_000) + "treasure");
            assertTrue(Read.all(read).contains("treasure"), open);
        }
        assertTrue(Read.all(Read.markdown(">".repeat(10_000) + " treasure")).contains("treasure"));
    }

    @Test
    void onlyHeadingsAreStillText() {
        assertEquals("\nBoats\nCars", Read.all(Read.markdown("# Fees\n## Boats\n## Cars")));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CSV", "MAIL"}) // no prose, no text
    void scriptsWithoutSpacesAreCutToFit(MediaKind kind) {
        String chinese = "港口每天早上八点开放。".repeat(400);
        Document read = Read.of("a", chinese, kind);
        SplitterTest.assertFits(read);
        assertTrue(read.chunks().size() > 5, "it takes several chunks");
        assertTrue(
                read.chunks().stream().allMatch(c -> c.text().endsWith("。")), "between sentences");
        SplitterTest.assertFits(Read.of("a", "漢".repeat(20_000), kind));
        SplitterTest.assertFits(Read.of("a", "한글".repeat(20_000), kind));
        SplitterTest.assertFits(Read.of("a", "😀👩‍🚀".repeat(20_000), kind));
    }

    @Test
    void rightToLeftTextIsKeptAsItIs() {
        String text = "الميناء مفتوح كل يوم من الثامنة صباحا.";
        assertEquals("\n" + text, Read.all(Read.text(text)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAIL")
    void randomMarksAreReadOrRefused(MediaKind kind) {
        var random = new Random(3);
        String alphabet = "aB1 \n\t#*_`[]()!<>/&;|-=~:\"'é漢";
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(400); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try {
                SplitterTest.assertFits(
                        DocumentReading.read("a", bytes, kind, Given.NOTHING, Read.LIMITS));
            } catch (Refusal e) {
                assertEquals("It has no text.", e.getMessage(), text::toString);
            }
        }
    }
}
