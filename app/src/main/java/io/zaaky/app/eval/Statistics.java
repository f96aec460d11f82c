package io.zaaky.app.eval;

import java.util.Arrays;
import java.util.Random;

/** Statistics of several numbers. */
final class Statistics {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private Statistics() {}

    /** A difference and its 95 % interval. */
    record Difference(double mean, double low, double high) {}

    /** NaN if there are no values. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /**
     * The mean of {@code ours[i] - theirs[i]}, with the percentile interval of a paired bootstrap
     * over 10,000 resamples. The same numbers always give the same interval.
     */
    static Difference paired(double[] ours, double[] theirs) {
        double[] differences = new double[ours.length];
        Arrays.setAll(differences, i -> ours[i] - theirs[i]);
        var random = new Random(1);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < differences.length; j++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[i] = sum / differences.length;
        }
        Arrays.sort(means);
        return new Difference(
                mean(differences),
                means[(int) (RESAMPLES * TAIL)],
                means[(int) (RESAMPLES * (1 - TAIL))]);
    }

    /**
     * The area under the ROC curve: how often a number of the first kind is greater than one of the
     * second, with ties counting half. NaN if one kind is missing.
     */
    static double auc(double[] above, double[] below) {
        if (above.length == 0 || below.length == 0) {
            return Double.NaN;
        }
        double won = 0;
        for (double a : above) {
            for (double b : below) {
                won += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return won / above.length / below.length;
    }

    /** The percentile by nearest rank. */
    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }
}
