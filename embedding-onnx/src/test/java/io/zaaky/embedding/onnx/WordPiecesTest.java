package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected ids are those of Hugging Face's tokenizer with the model's own tokenizer.json. */
final class WordPiecesTest {
    private final WordPieces pieces = WordPieces.load();

    WordPiecesTest() throws IOException {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How can I pay my invoice? | 2129 2064 1045 3477 2026 1999 6767 6610 1029",
                "unaffable | 14477 20961 3468",
                "Crème BRÛLÉE | 13675 21382 7987 9307 2063",
                "don't | 2123 1005 1056",
                "\u65e5\u672cab | 1864 1876 11113",
                "\u200bzero\u00a0width\uFFFD | 5717 9381",
                "E-42/b_c | 1041 1011 4413 1013 1038 1035 1039"
            })
    void wordsAreCutAsTheModelWasTrained(String text, String ids) {
        assertEquals("101 " + ids + " 102", join(pieces.encode(text, 512)));
    }

    @Test
    void theNameOfASpecialTokenIsTextLikeAnyOther() {
        assertEquals("101 1031 19802 1033 102", join(pieces.encode("[SEP]", 512)));
    }

    @Test
    void aWordWithoutPiecesOrTooLongIsUnknown() {
        assertEquals("101 100 102", join(pieces.encode("\uD83D\uDEA2", 512)));
        assertEquals("101 100 102", join(pieces.encode("y".repeat(101), 512)));
        assertEquals("101 100 102", join(pieces.encode("y".repeat(100_000), 512)));
    }

    @Test
    void noMoreTokensAreMadeThanTheModelSees() {
        long[] ids = pieces.encode("ferry ".repeat(100_000), 512);
        assertEquals(512, ids.length);
        assertEquals(102, ids[511]);
    }

    @Test
    void aTextWithoutAnythingIsItsTwoMarks() {
        assertArrayEquals(new long[] {101, 102}, pieces.encode(" \t\n\0", 512));
    }

    private static String join(long[] ids) {
        var all = new StringBuilder();
        for (long id : ids) {
            all.append(all.isEmpty() ? "" : " ").append(id);
        }
        return all.toString();
    }
}
