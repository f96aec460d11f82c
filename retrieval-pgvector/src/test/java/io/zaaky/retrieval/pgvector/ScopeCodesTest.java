package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
        var builder = new ScopeCodes.Builder(center, 3);
        add(builder, 7, 0, 3);
        List<Long> near = builder.build(1).near(vector(), 100);
        assertEquals(List.of(Key.of(7, 0), Key.of(7, 1), Key.of(7, 2)), sorted(near));
    }

    @Test
    void aStateHasTheDocumentsThatWereThereThen() {
        ScopeCodes codes = new ScopeCodes.Builder(center, 0).build(0);
        Map<Integer, Set<Long>> states = new HashMap<>();
        Map<Integer, ScopeCodes> made = new HashMap<>();
        Set<Long> there = new HashSet<>();
        for (int change = 1; change < 60; change++) {
            if (change % 3 == 0) {
                there.remove(there.iterator().next());
            }
            int chunks = 1 + random.nextInt(20);
            ScopeCodes.Builder next = codes.next(there, chunks);
            add(next, change, random.nextInt(1000), chunks);
            there.add((long) change);
            codes = next.build(change);
            assertEquals(there, codes.documents());
            states.put(change, Set.copyOf(there));
            made.put(change, codes);
        }
        made.forEach(
                (change, state) -> {
                    List<Long> near = state.near(vector(), 1000);
                    assertEquals(state.chunks(), Set.copyOf(near).size());
                    assertEquals(
                            states.get(change),
                            near.stream().map(Key::document).collect(Collectors.toSet()),
                            "after change " + change);
                });
    }

    /** What is nearest must not depend on how the arrays came about. */
    @Test
    void codesThatWereMovedAreAsGood() {
        ScopeCodes codes = new ScopeCodes.Builder(center, 0).build(0);
        Set<Long> there = new HashSet<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            ScopeCodes.Builder next = codes.next(there, CHUNKS);
            add(next, d, d * CHUNKS, CHUNKS);
            there.add((long) d);
            codes = next.build(d);
        }
        ScopeCodes whole = codes();
        for (int i = 0; i < 20; i++) {
            UnitVector question = vector();
            assertEquals(sorted(whole.near(question, 100)), sorted(codes.near(question, 100)));
        }
    }

    private ScopeCodes codes() {
        var builder = new ScopeCodes.Builder(center, vectors.size());
        for (int d = 0; d < DOCUMENTS; d++) {
            add(builder, d, d * CHUNKS, CHUNKS);
        }
        return builder.build(1);
    }

    private void add(ScopeCodes.Builder builder, long document, int first, int chunks) {
        builder.add(document, chunks);
        for (int chunk = 0; chunk < chunks; chunk++) {
            builder.set(document, chunk, vectors.get(first + chunk));
        }
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
