package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScoresTest {

    @Test
    void sumsAreThoseOfAMap() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var scores = new Scores();
            Map<Long, Double> expected = new HashMap<>();
            Map<Long, Long> words = new HashMap<>();
            int documents = 1 + random.nextInt(3000);
            for (int i = random.nextInt(20_000); i > 0; i--) {
                long key = Key.of(random.nextInt(documents), random.nextInt(5));
                double score = random.nextDouble();
                long word = 1L << random.nextInt(Long.SIZE);
                scores.add(key, score, word);
                words.merge(key, word, (a, b) -> a | b);
                expected.merge(key, score, Double::sum);
            }
            Map<Long, Double> actual = new HashMap<>();
            scores.forEach(actual::put);
            assertEquals(expected, actual, "seed " + seed);
            expected.forEach((key, sum) -> assertEquals(sum, scores.of(key)));
            words.forEach((key, bits) -> assertEquals(bits, scores.words(key)));
            assertEquals(0, scores.of(Key.of(documents, 0)));
            assertEquals(0, scores.words(Key.of(documents, 0)));
        }
    }
}
