package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScopeCodesTest {
    private static final int DOCUMENTS = 300;
    private static final int CHUNKS = 10;
    private static final int DIMENSIONS = 384;

    private final SplittableRandom random = new SplittableRandom(3);
    private final float[] common = numbers();
    private final List<UnitVector> vectors =
            IntStream.range(0, DOCUMENTS * CHUNKS).mapToObj(_ -> vector()).toList();
    private final float[] center = mean();

    @Test
    void theCodesOfManyVectorsTellWhichAreNearest() {
        ScopeCodes codes = codes();
        int found = 0;
        for (int i = 0; i < 20; i++) {
            UnitVector question = vector();
            var near = new HashSet<>(codes.near(question, 100));
            assertEquals(150, near.size());
            near.retainAll(nearest(question));
            found += near.size();
        }
        assertTrue(found >= 1960, found + " of 2000 found");
    }

    @Test
    void fewVectorsAreAllNear() {
        var codes = new ScopeCodes(1, center, 1, List.of());
        Codes three = codes.codes(7, 3);
        IntStream.range(0, 3).forEach(i -> three.set(i, vectors.get(i)));
        List<Long> near = codes.with(2, List.of(three)).near(vector(), 100);
        assertEquals(List.of(Key.of(7, 0), Key.of(7, 1), Key.of(7, 2)), sorted(near));
    }

    private ScopeCodes codes() {
        var empty = new ScopeCodes(1, center, vectors.size(), List.of());
        List<Codes> documents = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            Codes codes = empty.codes(d, CHUNKS);
            for (int c = 0; c < CHUNKS; c++) {
                codes.set(c, vectors.get(d * CHUNKS + c));
            }
            documents.add(codes);
        }
        return empty.with(1, documents);
    }

    private List<Long> nearest(UnitVector question) {
        return IntStream.range(0, vectors.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -question.cosine(vectors.get(i))))
                .limit(100)
                .map(i -> Key.of(i / CHUNKS, i % CHUNKS))
                .toList();
    }

    private static List<Long> sorted(List<Long> keys) {
        return keys.stream().sorted().toList();
    }

    private float[] mean() {
        float[] mean = new float[DIMENSIONS];
        for (UnitVector vector : vectors) {
            for (int d = 0; d < DIMENSIONS; d++) {
                mean[d] += vector.numbers()[d] / vectors.size();
            }
        }
        return mean;
    }

    /** Around what all have in common, as the vectors of texts are. */
    private UnitVector vector() {
        float[] numbers = numbers();
        double square = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            numbers[d] += common[d];
            square += (double) numbers[d] * numbers[d];
        }
        for (int d = 0; d < DIMENSIONS; d++) {
            numbers[d] /= (float) Math.sqrt(square);
        }
        return new UnitVector(numbers);
    }

    private float[] numbers() {
        float[] numbers = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            numbers[d] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
