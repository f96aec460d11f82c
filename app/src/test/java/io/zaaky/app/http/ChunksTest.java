package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
    @Test
    void chunksHaveSoManyWordsAndKeepTheWhiteSpace() {
        assertEquals(
                List.of("one  two\n", "three four ", "five"),
                Chunks.of("one  two\nthree four five", 2));
    }

    @Test
    void whateverTheTextTheChunksJoinedAreIt() {
        for (String text :
                List.of(
                        "",
                        " ",
                        "\n\n",
                        "a",
                        " a ",
                        "a b",
                        "a b ",
                        "  x\ty\u00a0z  ",
                        "漢字 漢字",
                        "a ".repeat(1000))) {
            for (int words : new int[] {1, 2, 3, 50}) {
                List<String> chunks = Chunks.of(text, words);
                assertEquals(text, String.join("", chunks), () -> chunks.toString());
            }
        }
    }
}
