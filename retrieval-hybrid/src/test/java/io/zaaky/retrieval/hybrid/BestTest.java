package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BestTest {

    @Test
    void theHighestScoresStayAndOfEqualOnesTheLowestNumbersWhateverTheOrder() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            int different = 1 + random.nextInt(40);
            double[] scores =
                    random.ints(random.nextInt(300), 0, different).asDoubleStream().toArray();
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
            Collections.shuffle(order, new Random(seed));
            var best = new Best(20);
            order.forEach(i -> best.offer(i, scores[i]));
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
                            .sorted(
                                    Comparator.comparingDouble((Integer i) -> -scores[i])
                                            .thenComparing(i -> i))
                            .limit(20)
                            .sorted()
                            .toList();
            assertEquals(expected, best.chunks().sorted().boxed().toList(), "seed " + seed);
        }
    }
}
