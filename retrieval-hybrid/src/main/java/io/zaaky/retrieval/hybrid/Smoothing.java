package io.zaaky.retrieval.hybrid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets similar passages of other documents support each other: a passage that is unlike all other
 * candidates is more often an accidental hit.
 *
 * <p>Source: score regularisation after Diaz, Regularizing Ad Hoc Retrieval Scores (CIKM 2005), cut
 * to the nearest neighbours.
 */
final class Smoothing {
    private static final int NEIGHBOURS = 5;
    private static final double OWN = 0.6;

    private Smoothing() {}

    /** The same candidates in the same order, each with part of its neighbours' scores. */
    static List<Ranked> smooth(List<Ranked> ranked) {
        float[][] cosines =
                Cosines.of(ranked.stream().map(one -> one.candidate().vector()).toList());
        List<Ranked> smooth = new ArrayList<>(ranked.size());
        for (int i = 0; i < cosines.length; i++) {
            Ranked one = ranked.get(i);
            double score = score(one.score(), nearest(ranked, cosines[i], i), ranked, cosines[i]);
            smooth.add(new Ranked(one.candidate(), score));
        }
        return smooth;
    }

    private static double score(double own, int[] nearest, List<Ranked> ranked, float[] cosines) {
        double weight = 0;
        double sum = 0;
        for (int other : nearest) {
            if (other >= 0 && cosines[other] > 0) {
                weight += cosines[other];
                sum += cosines[other] * ranked.get(other).score();
            }
        }
        return weight > 0 ? OWN * own + (1 - OWN) * sum / weight : own;
    }

    /**
     * The indexes of the nearest candidates of other documents, nearest first; −1 where there is
     * none.
     */
    private static int[] nearest(List<Ranked> ranked, float[] cosines, int self) {
        int[] nearest = new int[NEIGHBOURS];
        Arrays.fill(nearest, -1);
        String document = ranked.get(self).candidate().documentId();
        for (int other = 0; other < cosines.length; other++) {
            if (!ranked.get(other).candidate().documentId().equals(document)) {
                insert(nearest, cosines, other);
            }
        }
        return nearest;
    }

    private static void insert(int[] nearest, float[] cosines, int other) {
        int at = nearest.length;
        while (at > 0 && (nearest[at - 1] < 0 || cosines[other] > cosines[nearest[at - 1]])) {
            at--;
            if (at + 1 < nearest.length) {
                nearest[at + 1] = nearest[at];
            }
        }
        if (at < nearest.length) {
            nearest[at] = other;
        }
    }
}
