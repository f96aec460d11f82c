package io.zaaky.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordSoupTest {
    @Test
    void theSameSeedGivesTheSameDocuments() {
        assertEquals(new WordSoup(7, 10).document(3), new WordSoup(7, 10).document(3));
    }

    @Test
    void noTwoChunksAreAlike() {
        var soup = new WordSoup(7, 10);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            for (Document.Chunk chunk : soup.document(i).chunks()) {
                assertTrue(texts.add(chunk.text()), "twice: " + chunk.text());
            }
        }
        assertEquals(10_000, texts.size());
    }
}
