package io.zaaky.app.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.chat.Grounding;
import io.zaaky.app.eval.EvalSet.Case;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Passage;
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
        Grounding found = found(Verdict.GOOD, passage("a", "It costs 12\neuros."), text("b"));
        assertEquals(1.0 / 3, Measured.of(asked, found, 1, 0).facts(), EXACT);
        assertEquals(2.0 / 3, Measured.of(asked, found, 2, 0).facts(), EXACT);
    }

    @Test
    void aVerdictIsRightIfTheAnswerableIsAnsweredAndTheOtherRefused() {
        var answerable = new Case("?", Map.of("a", 1.0), List.of(), true);
        var other = new Case("?", Map.of(), List.of(), false);
        assertTrue(Measured.of(answerable, found(Verdict.WEAK), 5, 0).verdictRight());
        assertFalse(Measured.of(answerable, found(Verdict.NONE), 5, 0).verdictRight());
        assertTrue(Measured.of(other, found(Verdict.NONE), 5, 0).verdictRight());
        assertFalse(Measured.of(other, found(Verdict.GOOD), 5, 0).verdictRight());
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    private static Measured measure(Map<String, Double> grades, String... ranking) {
        Passage[] passages = Arrays.stream(ranking).map(MeasuredTest::text).toArray(Passage[]::new);
        return Measured.of(
                new Case("?", grades, List.of(), true), found(Verdict.GOOD, passages), 5, 0);
    }

    private static Passage text(String document) {
        return passage(document, "text of " + document);
    }

    private static Passage passage(String document, String text) {
        return new Passage(document, 0, document, "", "", text, 0.5);
    }

    private static Grounding found(Verdict verdict, Passage... passages) {
        var quality = new ContextQuality(verdict, 0.5, 1, List.of());
        return new Grounding("?", List.of("?"), List.of(passages), quality, true, false);
    }
}
