package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HalvesTest {
    /** What is handed on after each of {@code pieces}, and at the end. */
    private static String join(String... pieces) {
        var halves = new Halves();
        return Arrays.stream(pieces).map(halves::join).collect(Collectors.joining("|"))
                + "|"
                + halves.end();
    }

    static List<Arguments> pieces() {
        return List.of(
                Arguments.of("a😀b|c|", new String[] {"a😀b", "c"}),
                Arguments.of("|😀|", new String[] {"\ud83d", "\ude00"}),
                Arguments.of("a|😀b|", new String[] {"a\ud83d", "\ude00b"}),
                Arguments.of("||😀|", new String[] {"\ud83d", "", "\ude00"}),
                Arguments.of("|😀|🎈|", new String[] {"\ud83d", "\ude00\ud83c", "\udf88"}),
                Arguments.of("|😀😀|", new String[] {"\ud83d", "\ude00😀"}),
                Arguments.of("|\ufffdb|", new String[] {"\ud83d", "b"}),
                Arguments.of("|\ufffd|😀|", new String[] {"\ud83d", "\ud83d", "\ude00"}),
                Arguments.of("\ufffdb|", new String[] {"\ude00b"}),
                Arguments.of("a\ufffdb|", new String[] {"a\ud83db"}),
                Arguments.of("a|\ufffd", new String[] {"a\ud83d"}));
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void aCharacterThatWasCutInTwoIsOneAgain(String joined, String... pieces) {
        assertEquals(joined, join(pieces));
    }

    @Test
    void aPieceWithoutHalvesIsNotCopied() {
        String piece = "é漢";
        assertSame(piece, new Halves().join(piece));
    }
}
