package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BestTest {

    @Test
    void theHighestScoresStay() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new SplittableRandom(seed);
            double[] scores = random.doubles(random.nextInt(300)).toArray();
            var best = new Best(20);
            for (int i = 0; i < scores.length; i++) {
                best.offer(i, scores[i]);
            }
            assertEquals(
                    scores.length < 20
                            ? 0
                            : Arrays.stream(scores)
                                    .sorted()
                                    .skip(scores.length - 20)
                                    .findFirst()
                                    .orElseThrow(),
                    best.lowest(),
                    "seed " + seed);
            List<Integer> expected =
                    IntStream.range(0, scores.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> -scores[i]))
                            .limit(20)
                            .sorted()
                            .toList();
            assertEquals(expected, best.chunks().sorted().boxed().toList(), "seed " + seed);
        }
    }
}
