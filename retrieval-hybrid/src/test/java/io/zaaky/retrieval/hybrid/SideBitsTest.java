package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SideBitsTest {

    @Test
    void theSumsOfABlockAreThoseOfItsVectorsOneByOne() {
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            int dimensions = 1 + random.nextInt(400);
            int words = SideBits.words(dimensions);
            int vectors = 1 + random.nextInt(3 * SideBits.BLOCK);
            long[][] own = new long[vectors][];
            var original = new SideBits(dimensions, vectors);
            var bits = new SideBits(dimensions, vectors);
            for (int i = 0; i < vectors; i++) {
                own[i] = random.longs(words).toArray();
                original.set(i, own[i]);
                bits.copy(i, original, i);
            }
            float[] question = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                question[d] = (float) random.nextDouble(-1, 1);
            }
            var planes = new Planes(question, 1 + random.nextInt(8));
            int[] sums = new int[SideBits.BLOCK];
            for (int i = 0; i < vectors; i++) {
                if (i % SideBits.BLOCK == 0) {
                    bits.common(planes, i / SideBits.BLOCK, sums);
                }
                int expected = planes.common(own[i], 0);
                assertEquals(expected, sums[i % SideBits.BLOCK], "seed " + seed);
                assertEquals(expected, bits.common(planes, i), "seed " + seed);
            }
        }
    }
}
