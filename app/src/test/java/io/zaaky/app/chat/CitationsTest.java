package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationsTest {
    private static final int GIVEN = 3;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "It costs 12 euros [1].            | It costs 12 euros [1].",
                "It costs 12 euros [4].            | It costs 12 euros .",
                "So it is [0][2].                  | So it is [2].",
                "So it is [1, 9, 3].               | So it is [1, 3].",
                "So it is [ 2 ].                   | So it is [2].",
                "So it is [7,8].                   | So it is .",
                "As of [2024] it is so [999].      | As of [2024] it is so .",
                "- [ ] a task, [] and [,]          | - [ ] a task, [] and [,]",
                "[a link](https://a.example/[9])   | [a link](https://a.example/)",
                "[[1]] and [12 3] and [1            | [[1]] and [12 3] and [1",
                "`a[7]` and ``b[8]`` but not [9]   | `a[7]` and ``b[8]`` but not",
                "A lone ` only spoils [9] its line | A lone ` only spoils [9] its line",
            })
    void onlyWhatWasGivenIsCitedWhereverThePiecesAreCut(String said, String wanted) {
        assertEquals(wanted, pass(List.of(said)).strip());
        for (int cut = 0; cut <= said.length(); cut++) {
            List<String> pieces = List.of(said.substring(0, cut), "", said.substring(cut));
            assertEquals(wanted, pass(pieces).strip(), "cut at " + cut);
        }
        assertEquals(wanted, pass(List.of(said.split(""))).strip(), "one by one");
    }

    @Test
    void codeOverSeveralLinesIsLeftAlone() {
        String said = "So:\n```java\nx = a[9];\n```\nas [9] says";
        assertEquals("So:\n```java\nx = a[9];\n```\nas  says", pass(List.of(said)));
        assertEquals("So:\n```java\nx = a[9];\n```\nas  says", pass(List.of(said.split(""))));
    }

    @Test
    void whatWasCitedIsRemembered() {
        var citations = new Citations(GIVEN);
        var _ = citations.pass("One [1] and [3, 4], but `[2]`.");
        var wanted = new BitSet();
        wanted.set(1);
        wanted.set(3);
        assertEquals(wanted, citations.cited());
    }

    @Test
    void withoutPassagesEverythingPasses() {
        assertEquals("a[1] [2]", new Citations(0).pass("a[1] [2]"));
    }

    @Test
    void whatIsNoCitationDoesNotWait() {
        var citations = new Citations(GIVEN);
        assertEquals("The ", citations.pass("The "));
        assertEquals("price ", citations.pass("price ["));
        assertEquals("", citations.pass("1"));
        assertEquals("[1] is", citations.pass("] is"));
        assertEquals("[see", citations.pass("[see"));
    }

    @Test
    void anyTextIsTheSameHoweverItIsCut() {
        var random = new Random(7);
        String letters = "[]0123 ,`\na`[";
        for (int round = 0; round < 5_000; round++) {
            var said = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                said.append(letters.charAt(random.nextInt(letters.length())));
            }
            String all = said.toString();
            String whole = pass(List.of(all));
            int cut = random.nextInt(all.length() + 1);
            assertEquals(whole, pass(List.of(all.substring(0, cut), all.substring(cut))), all);
            assertEquals(
                    whole,
                    pass(
                            IntStream.range(0, all.length())
                                    .mapToObj(i -> all.substring(i, i + 1))
                                    .toList()),
                    all);
        }
    }

    private static String pass(List<String> pieces) {
        var citations = new Citations(GIVEN);
        var out = new StringBuilder();
        for (String piece : pieces) {
            out.append(citations.pass(piece));
        }
        return out.append(citations.end()).toString();
    }
}
