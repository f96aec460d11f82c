package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextJudgeTest {
    private static final List<Passage> TWO = List.of(passage("a"), passage("b"));

    @Test
    void withoutPassagesThereIsNothing() {
        assertEquals(Verdict.NONE, ContextJudge.judge(List.of(), Evidence.NONE).verdict());
    }

    @Test
    void farBelowTheModelsLimitNothingHasToDoWithTheQuestion() {
        ContextQuality quality = ContextJudge.judge(TWO, new Evidence(0.53, 0.70, 0.2, 0.4, 3));
        assertEquals(Verdict.NONE, quality.verdict());
        assertEquals(0, quality.score());
        assertTrue(quality.reasons().getFirst().contains("0.53"), quality.reasons().toString());
    }

    @Test
    void aLittleBelowTheLimitTheOtherSignalsDecide() {
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, new Evidence(0.67, 0.70, 0.2, 0.5, 3.3)).verdict());
        assertEquals(
                Verdict.NONE,
                ContextJudge.judge(TWO, new Evidence(0.65, 0.70, 0.1, 0.1, 1.5)).verdict());
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, new Evidence(0.70, 0.70, 0, 0, 0)).verdict(),
                "from the limit on, something has to do with the question");
    }

    @Test
    void strongSignalsAreGoodAndFaintOnesWeak() {
        assertEquals(
                Verdict.GOOD,
                ContextJudge.judge(TWO, new Evidence(0.88, 0.70, 0.7, 0.6, 3)).verdict());
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, new Evidence(0.72, 0.70, 0.1, 0.1, 1)).verdict());
    }

    @Test
    void theScoreRisesWithEachSignal() {
        double base = score(0.75, 0.3, 0.3, 1);
        assertTrue(score(0.85, 0.3, 0.3, 1) > base);
        assertTrue(score(0.75, 0.6, 0.3, 1) > base);
        assertTrue(score(0.75, 0.3, 0.6, 1) > base);
        assertTrue(score(0.75, 0.3, 0.3, 3) > base);
    }

    @Test
    void modelsWithOtherLimitsAreJudgedOnTheSameScale() {
        ContextQuality bge = ContextJudge.judge(TWO, new Evidence(0.85, 0.70, 0.5, 0.5, 2));
        ContextQuality other =
                ContextJudge.judge(TWO, new Evidence(0.45 + 0.15 / 0.3 * 0.55, 0.45, 0.5, 0.5, 2));
        assertEquals(bge.score(), other.score(), 0.002);
    }

    @Test
    void documentsAreCountedOnceAndReasonsAreGiven() {
        ContextQuality quality =
                ContextJudge.judge(
                        List.of(passage("a"), passage("a"), passage("b")),
                        new Evidence(0.8, 0.7, 0.5, 0.5, 2));
        assertEquals(2, quality.documents());
        assertFalse(quality.reasons().isEmpty());
    }

    private static double score(double cosine, double share, double overlap, double deviation) {
        return ContextJudge.judge(TWO, new Evidence(cosine, 0.7, share, overlap, deviation))
                .score();
    }

    private static Passage passage(String document) {
        return new Passage(document, 0, "T", "", "", "text", 0.5);
    }
}
