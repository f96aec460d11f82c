package io.zaaky.app.gaps;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups questions by meaning: each joins the group whose mean is nearest, if it is near enough;
 * otherwise it starts its own group (leader clustering, one pass). For one thread only.
 */
final class Clusters {
    private final double nearEnough;
    private final List<Cluster> clusters = new ArrayList<>();

    /**
     * @param nearEnough the cosine from which two have the same meaning
     */
    Clusters(double nearEnough) {
        this.nearEnough = nearEnough;
    }

    private static final class Cluster {
        private final Asked asked;
        private final float[] sum; // of vectors of length 1
        private double length; // of the sum

        Cluster(Asked asked, float[] vector) {
            this.asked = asked;
            this.sum = vector.clone();
            this.length = Math.sqrt(dot(vector, vector));
        }

        void add(Asked more, float[] vector) {
            asked.add(more);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
            length = Math.sqrt(dot(sum, sum));
        }
    }

    /**
     * Adds a question. Add the most asked first: the first one of a group names it.
     *
     * @param vector of length 1; always with the same number of dimensions
     */
    void add(Asked asked, float[] vector) {
        Cluster nearest = null;
        double best = nearEnough;
        for (Cluster each : clusters) {
            double cosine = dot(each.sum, vector) / each.length;
            if (cosine >= best) {
                best = cosine;
                nearest = each;
            }
        }
        if (nearest == null) {
            clusters.add(new Cluster(asked, vector));
        } else {
            nearest.add(asked, vector);
        }
    }

    List<Asked> groups() {
        return clusters.stream().map(cluster -> cluster.asked).toList();
    }

    /** Uses four independent sums; a single sum would have to wait for each addition. */
    private static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < one.length; i += 4) {
            a += one[i] * other[i];
            b += one[i + 1] * other[i + 1];
            c += one[i + 2] * other[i + 2];
            d += one[i + 3] * other[i + 3];
        }
        for (; i < one.length; i++) {
            a += one[i] * other[i];
        }
        return a + b + c + d;
    }
}
