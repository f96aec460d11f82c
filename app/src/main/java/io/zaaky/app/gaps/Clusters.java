package io.zaaky.app.gaps;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what means the same: each goes to the group whose mean it is nearest to, if that is near
 * enough, else it begins one of its own (leader clustering, one pass). Belongs to one thread.
 */
final class Clusters {
    private final double nearEnough;
    private final List<Cluster> clusters = new ArrayList<>();

    /**
     * @param nearEnough the cosine from which on two mean the same
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
     * The most asked come first: the first one of a group is what it is called by.
     *
     * @param vector of length 1; always of as many numbers
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

    /** Four sums side by side, as one would wait for each addition. */
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
