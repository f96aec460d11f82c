package io.zaaky.app.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.eval.Statistics.Difference;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final double EXACT = 1e-9;

    @Test
    void theAreaCountsHowOftenOneIsAboveTheOther() {
        assertEquals(1, auc(new double[] {0.9, 0.8}, new double[] {0.1, 0.2}), EXACT);
        assertEquals(0.5, auc(new double[] {0.5}, new double[] {0.5}), EXACT);
        assertEquals(0.625, auc(new double[] {0.9, 0.5}, new double[] {0.5, 0.7}), EXACT);
        assertTrue(Double.isNaN(auc(new double[] {1}, new double[] {})));
    }

    private static double auc(double[] above, double[] below) {
        return Statistics.auc(above, below);
    }

    @Test
    void aDifferenceThatIsAlwaysTheSameHasNoDoubt() {
        Difference gap = Statistics.paired(new double[] {0.5, 0.7}, new double[] {0.4, 0.6});
        assertEquals(0.1, gap.mean(), EXACT);
        assertEquals(0.1, gap.low(), EXACT);
        assertEquals(0.1, gap.high(), EXACT);
    }

    @Test
    void theIntervalIsAboutTwoStandardErrorsToEachSide() {
        var random = new Random(3);
        double[] ours = new double[400];
        Arrays.setAll(ours, _ -> random.nextGaussian());
        Difference gap = Statistics.paired(ours, new double[ours.length]);
        double error = 1 / Math.sqrt(ours.length);
        assertEquals(gap.mean() - 1.96 * error, gap.low(), error / 4);
        assertEquals(gap.mean() + 1.96 * error, gap.high(), error / 4);
    }

    @Test
    void percentilesAreValuesThatWereSeen() {
        double[] values = {4, 1, 3, 2};
        assertEquals(2, Statistics.percentile(values, 0.5));
        assertEquals(4, Statistics.percentile(values, 0.99));
        assertEquals(1, Statistics.percentile(values, 0));
    }
}
