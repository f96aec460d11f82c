package io.zaaky.retrieval.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Candidates for tests. */
final class Candidates {
    private Candidates() {}

    static Candidate of(String document, double keyword, double cosine, float... vector) {
        return new Candidate(0, document, 0, keyword, cosine, new UnitVector(vector));
    }

    /** Up to 250 candidates of up to 60 documents; some without a common word. */
    static List<Candidate> random(long seed) {
        var random = new SplittableRandom(seed);
        List<Candidate> pool = new ArrayList<>();
        int size = random.nextInt(251);
        int documents = 1 + random.nextInt(60);
        for (int i = 0; i < size; i++) {
            double keyword = random.nextInt(3) == 0 ? 0 : random.nextDouble(30);
            String document = "d" + random.nextInt(documents);
            double angle = random.nextDouble(Math.PI);
            var vector = new UnitVector(direction(angle));
            pool.add(new Candidate(i, document, i, keyword, Math.cos(angle), vector));
        }
        return pool;
    }

    private static float[] direction(double angle) {
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
}
