package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertSaid(said, wanted, () -> Citations.of(GIVEN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "It is so [1], and so [9] [17].   | It is so , and so  .",
                "It is so.[1][2]                  | It is so.",
                "这是真的[1]。                     | 这是真的。",
                "[3] is where it begins           | is where it begins",
                "a[1] = b_2[0][1] + f(x)[12]      | a[1] = b_2[0][1] + f(x)[12]",
                "sorted: [1, 2, 3] or [[1, 2]]     | sorted: [1, 2, 3] or [[1, 2]]",
                "`x = [5]` and ``[6]`` but [7]    | `x = [5]` and ``[6]`` but",
                "see [1](https://a.example/), [2] | see [1](https://a.example/),",
                "[1]: https://a.example/          | [1]: https://a.example/",
                "as in [1]: so                    | as in : so",
                "a note[^1], [x], [ ] and [2024]  | a note[^1], [x], [ ] and [2024]",
                "it ends with [4                  | it ends with [4",
            })
    @Tag("UP-20")
    void whereThereAreNoDocumentsNumbersAreDroppedAndWhatIsNoCitationIsKept(
            String said, String wanted) {
        assertSaid(said, wanted, Citations::withoutDocuments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Hello [1], what [9, 17] can I do? | Hello , what  can I do?",
                "12 euros[1]                       | 12 euros",
                "`a[1]` as of [2024]               | `a[1]` as of [2024]",
            })
    @Tag("UP-20")
    void whereNoDocumentWasGivenEveryNumberIsDropped(String said, String wanted) {
        assertSaid(said, wanted, () -> Citations.of(0));
    }

    private static void assertSaid(String said, String wanted, Supplier<Citations> citations) {
        assertEquals(wanted, pass(citations.get(), List.of(said)).strip());
        for (int cut = 0; cut <= said.length(); cut++) {
            List<String> pieces = List.of(said.substring(0, cut), "", said.substring(cut));
            assertEquals(wanted, pass(citations.get(), pieces).strip(), "cut at " + cut);
        }
        List<String> letters = List.of(said.split(""));
        assertEquals(wanted, pass(citations.get(), letters).strip(), "one by one");
    }

    @Test
    void codeOverSeveralLinesIsLeftAlone() {
        String said = "So:\n```java\nx = a[9];\n```\nas [9] says";
        assertEquals("So:\n```java\nx = a[9];\n```\nas  says", pass(List.of(said)));
        assertEquals("So:\n```java\nx = a[9];\n```\nas  says", pass(List.of(said.split(""))));
    }

    @Test
    void whatWasCitedIsRemembered() {
        var citations = Citations.of(GIVEN);
        var _ = citations.pass("One [1] and [3, 4], but `[2]`.");
        var wanted = new BitSet();
        wanted.set(1);
        wanted.set(3);
        assertEquals(wanted, citations.cited());
    }

    @Test
    void whatIsNoCitationDoesNotWait() {
        var citations = Citations.of(GIVEN);
        assertEquals("The ", citations.pass("The "));
        assertEquals("price ", citations.pass("price ["));
        assertEquals("", citations.pass("1"));
        assertEquals("[1] is", citations.pass("] is"));
        assertEquals("[see", citations.pass("[see"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anyTextIsTheSameHoweverItIsCut(Supplier<Citations> kind) {
        var random = new Random(7);
        String letters = "[]0123 ,`\na`[(:]";
        for (int round = 0; round < 5_000; round++) {
            var said = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                said.append(letters.charAt(random.nextInt(letters.length())));
            }
            String all = said.toString();
            String whole = pass(kind.get(), List.of(all));
            int cut = random.nextInt(all.length() + 1);
            List<String> halves = List.of(all.substring(0, cut), all.substring(cut));
            assertEquals(whole, pass(kind.get(), halves), all);
            List<String> one =
                    IntStream.range(0, all.length())
                            .mapToObj(i -> all.substring(i, i + 1))
                            .toList();
            assertEquals(whole, pass(kind.get(), one), all);
        }
    }

    static Stream<Supplier<Citations>> kinds() {
        return Stream.of(
                () -> Citations.of(GIVEN), () -> Citations.of(0), Citations::withoutDocuments);
    }

    /** Nothing but numbers in brackets is ever taken away, and nothing is added or moved. */
    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("UP-20")
    void nothingButNumbersInBracketsIsTakenAway(Supplier<Citations> kind) {
        var random = new Random(13);
        List<String> words = List.of("[1]", "[9]", "[2, 7]", "[x]", "a", " ", "`", "\n", "(", "]");
        for (int round = 0; round < 5_000; round++) {
            var said = new StringBuilder();
            for (int i = random.nextInt(15); i > 0; i--) {
                said.append(words.get(random.nextInt(words.size())));
            }
            String all = said.toString();
            String kept = pass(kind.get(), List.of(all));
            String brackets = "\\[[0-9, ]*\\]";
            assertEquals(
                    all.replaceAll(brackets, ""), kept.replaceAll(brackets, ""), () -> all + kept);
        }
    }

    private static String pass(List<String> pieces) {
        return pass(Citations.of(GIVEN), pieces);
    }

    private static String pass(Citations citations, List<String> pieces) {
        var out = new StringBuilder();
        for (String piece : pieces) {
            out.append(citations.pass(piece));
        }
        return out.append(citations.end()).toString();
    }
}
