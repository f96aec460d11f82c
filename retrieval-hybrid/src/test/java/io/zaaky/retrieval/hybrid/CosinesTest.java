package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CosinesTest {
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void eachPairHasItsCosineWhateverTheNumberOfDimensions() {
        for (int dimensions = 1; dimensions < 20; dimensions++) {
            int size = dimensions;
            List<UnitVector> vectors = IntStream.range(0, 23).mapToObj(_ -> vector(size)).toList();
            float[][] cosines = Cosines.of(vectors);
            for (int i = 0; i < vectors.size(); i++) {
                for (int j = 0; j < vectors.size(); j++) {
                    float expected = i == j ? 0 : vectors.get(i).cosine(vectors.get(j));
                    assertEquals(expected, cosines[i][j], 1e-5, i + " and " + j);
                }
            }
        }
    }

    @Test
    void thereAreNoneOfNothing() {
        assertEquals(0, Cosines.of(List.of()).length);
    }

    private UnitVector vector(int dimensions) {
        float[] numbers = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            numbers[d] = (float) random.nextDouble(-1, 1);
        }
        return new UnitVector(numbers);
    }
}
