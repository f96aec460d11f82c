package io.zaaky.app.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.eval.EvalSet.Case;
import io.zaaky.spi.ContextQuality.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final double EXACT = 1e-9;

    @Test
    void gainsAreDiscountedByRankAndDividedByTheBest() {
        Measured measured = measure(Map.of("a", 3.0, "b", 1.0, "lost", 2.0), "x", "a", "y", "b");
        double gained = 3 / log2(3) + 1 / log2(5);
        double best = 3 / log2(2) + 2 / log2(3) + 1 / log2(4);
        assertEquals(gained / best, measured.ndcg10(), EXACT);
        assertEquals(2.0 / 3, measured.recall10(), EXACT);
        assertEquals(0.5, measured.reciprocal10(), EXACT);
    }

    @Test
    void severalPassagesOfADocumentAreOneRank() {
        Measured measured = measure(Map.of("b", 1.0), "a", "a", "a", "b");
        assertEquals(0.5, measured.reciprocal10(), EXACT);
        assertEquals(1 / log2(3), measured.ndcg10(), EXACT);
    }

    @Test
    void whatComesAfterTheTenthCountsForTheDeepRecallOnly() {
        Measured measured =
                measure(Map.of("k", 1.0), "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        assertEquals(0, measured.ndcg10(), EXACT);
        assertEquals(0, measured.recall10(), EXACT);
        assertEquals(0, measured.reciprocal10(), EXACT);
        assertEquals(1, measured.recall100(), EXACT);
    }

    @Test
    void factsAreLookedForInWhatAnAnswerWouldGet() {
        var asked =
                new Case("?", Map.of("a", 1.0), List.of("12  Euros", "text of b", "lost"), true);
        Found.Text first = passage("a", "It costs 12\neuros.");
        Found found = found(Verdict.GOOD, first, text("b"));
        assertEquals(1.0 / 3, Measured.of(asked, found, List.of(first), 0).facts(), EXACT);
        assertEquals(2.0 / 3, Measured.of(asked, found, found.passages(), 0).facts(), EXACT);
    }

    @Test
    void aVerdictIsRightIfTheAnswerableIsAnsweredAndTheOtherRefused() {
        var answerable = new Case("?", Map.of("a", 1.0), List.of(), true);
        var other = new Case("?", Map.of(), List.of(), false);
        assertTrue(right(answerable, Verdict.WEAK));
        assertFalse(right(answerable, Verdict.NONE));
        assertTrue(right(other, Verdict.NONE));
        assertFalse(right(other, Verdict.GOOD));
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    private static Measured measure(Map<String, Double> grades, String... ranking) {
        Found.Text[] passages =
                Arrays.stream(ranking).map(MeasuredTest::text).toArray(Found.Text[]::new);
        return Measured.of(
                new Case("?", grades, List.of(), true),
                found(Verdict.GOOD, passages),
                List.of(),
                0);
    }

    private static boolean right(Case asked, Verdict verdict) {
        return Measured.of(asked, found(verdict), List.of(), 0).verdictRight();
    }

    private static Found.Text text(String document) {
        return passage(document, "text of " + document);
    }

    private static Found.Text passage(String document, String text) {
        return new Found.Text(document, text);
    }

    private static Found found(Verdict verdict, Found.Text... passages) {
        return new Found(List.of(passages), verdict, 0.5);
    }
}
