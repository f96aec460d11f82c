package io.zaaky.retrieval.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

/** What a guess is worth. */
class SketchTest {
    private static final int DIMENSIONS = 384;
    private static final int VECTORS = 4000;
    private final Random random = new Random(20261123);

    /** Around one direction that all have in common, as those of a language model are. */
    private List<float[]> vectors(int count) {
        float[] common = gaussian(1);
        List<float[]> subjects = IntStream.range(0, 50).mapToObj(_ -> gaussian(0.6)).toList();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] own = gaussian(0.5);
            float[] subject = subjects.get(i % subjects.size());
            for (int d = 0; d < own.length; d++) {
                own[d] += common[d] + subject[d];
            }
            vectors.add(unit(own));
        }
        return vectors;
    }

    private float[] gaussian(double width) {
        float[] vector = new float[DIMENSIONS];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (random.nextGaussian() * width);
        }
        return vector;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        for (int d = 0; d < vector.length; d++) {
            vector[d] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Test
    void theNearestAreAmongThoseThatAreGuessedToBeNear() throws Exception {
        List<float[]> all = vectors(VECTORS + 20);
        List<float[]> stored = all.subList(0, VECTORS);
        Sketch sketch = Sketch.of(FloatVectorValues.fromFloats(stored, DIMENSIONS));
        int kept = 0;
        for (float[] question : all.subList(VECTORS, all.size())) {
            var asked = new UnitVector(question);
            float[] guesses = guesses(sketch, asked);
            List<Integer> nearest = first(100, i -> asked.cosine(new UnitVector(stored.get(i))));
            kept += common(nearest, first(1000, i -> guesses[i]));
        }
        assertTrue(kept >= 0.995 * 20 * 100, "kept " + kept + " of 2000");
    }

    /** Each segment has a sketch of its own, and its own mean. */
    @Test
    void theGuessesOfTwoSketchesCanBeCompared() throws Exception {
        List<float[]> all = vectors(VECTORS + 20);
        List<float[]> stored = new ArrayList<>(all.subList(0, VECTORS));
        float[] axis = stored.getFirst();
        stored.sort(Comparator.comparingDouble(vector -> VectorUtil.dotProduct(axis, vector)));
        int half = VECTORS / 2;
        Sketch low = Sketch.of(FloatVectorValues.fromFloats(stored.subList(0, half), DIMENSIONS));
        Sketch high =
                Sketch.of(FloatVectorValues.fromFloats(stored.subList(half, VECTORS), DIMENSIONS));
        int kept = 0;
        for (float[] question : all.subList(VECTORS, all.size())) {
            var asked = new UnitVector(question);
            float[] ofLow = guesses(low, asked);
            float[] ofHigh = guesses(high, asked);
            List<Integer> nearest = first(100, i -> asked.cosine(new UnitVector(stored.get(i))));
            Score guess = i -> i < half ? ofLow[i] : ofHigh[i - half];
            kept += common(nearest, first(1000, guess));
        }
        assertTrue(kept >= 0.995 * 20 * 100, "kept " + kept + " of 2000");
    }

    @Test
    void vectorsThatAreAllTheSameAreGuessedToBeTheSame() throws Exception {
        float[] one = vectors(1).getFirst();
        Sketch sketch = Sketch.of(FloatVectorValues.fromFloats(List.of(one, one), DIMENSIONS));
        float[] guesses = guesses(sketch, new UnitVector(one));
        assertEquals(guesses[0], guesses[1]);
        assertEquals(1, guesses[0], 1e-5);
    }

    private static float[] guesses(Sketch sketch, UnitVector question) {
        float[] guesses = new float[VECTORS];
        sketch.guess(question, (entry, cosine) -> guesses[entry] = cosine);
        return guesses;
    }

    private interface Score {
        double of(int vector);
    }

    private static List<Integer> first(int count, Score score) {
        return IntStream.range(0, VECTORS)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> score.of(i)).reversed())
                .limit(count)
                .toList();
    }

    private static int common(List<Integer> wanted, List<Integer> found) {
        var both = new HashSet<>(wanted);
        both.retainAll(new HashSet<>(found));
        return both.size();
    }
}
