package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Signals;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextJudgeTest {
    private static final List<Selected> TWO = List.of(passage("a"), passage("b"));

    @Test
    void withoutPassagesThereIsNothing() {
        assertEquals(Verdict.NONE, ContextJudge.judge(List.of(), Evidence.NONE).verdict());
    }

    @Test
    void farBelowTheModelsLimitNothingHasToDoWithTheQuestion() {
        ContextQuality quality = ContextJudge.judge(TWO, evidence(0.53, 0.03, 0.3, 0.2, 0.9));
        assertEquals(Verdict.NONE, quality.verdict());
        assertEquals(0, quality.documents());
        assertTrue(quality.score() < 0.05, quality.toString());
        assertEquals(0.53, quality.signals().similarity());
        assertEquals(0.7, quality.signals().similarityLimit());
    }

    @Test
    void aLittleBelowTheLimitTheOtherSignalsDecide() {
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, evidence(0.67, 0.06, 0.5, 0.4, 0.5)).verdict());
        assertEquals(
                Verdict.NONE,
                ContextJudge.judge(TWO, evidence(0.65, 0.02, 0.3, 0.1, 0.7)).verdict());
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, evidence(0.70, 0, 0, 0, 1)).verdict(),
                "from the limit on, something has to do with the question");
    }

    @Test
    void strongSignalsAreGoodAndFaintOnesWeak() {
        assertEquals(
                Verdict.GOOD,
                ContextJudge.judge(TWO, evidence(0.88, 0.12, 0.6, 0.6, 0.5)).verdict());
        assertEquals(
                Verdict.WEAK,
                ContextJudge.judge(TWO, evidence(0.72, 0.03, 0.2, 0.1, 0.6)).verdict());
    }

    @Test
    void theScoreRisesWithEachSignalAndFallsWithRareWords() {
        double base = score(0.75, 0.05, 0.3, 0.3, 0.5);
        assertTrue(score(0.85, 0.05, 0.3, 0.3, 0.5) > base);
        assertTrue(score(0.75, 0.10, 0.3, 0.3, 0.5) > base);
        assertTrue(score(0.75, 0.05, 0.6, 0.3, 0.5) > base);
        assertTrue(score(0.75, 0.05, 0.3, 0.6, 0.5) > base);
        assertTrue(score(0.75, 0.05, 0.3, 0.3, 0.8) < base);
    }

    @Test
    void modelsWithOtherLimitsAreJudgedOnTheSameScale() {
        double bge = score(0.85, 0.06, 0.5, 0.5, 0.5);
        double wider = 0.55 / 0.3; // how much more room there is between the limit and 1
        double cosine = 0.45 + 0.15 * wider;
        Evidence other = new Evidence(cosine, 0.45, 0.5, 0.5, 2, 0.06 * wider, 0.5, 0.5);
        assertEquals(bge, ContextJudge.judge(TWO, other).score(), 0.002);
    }

    @Test
    void documentsAreCountedOnceAndReasonsAreGiven() {
        ContextQuality quality =
                ContextJudge.judge(
                        List.of(passage("a"), passage("a"), passage("b")),
                        evidence(0.8, 0.1, 0.5, 0.5, 0.5));
        assertEquals(2, quality.documents());
        assertFalse(quality.reasons().isEmpty());
    }

    @Test
    void reasonsAreSentencesWithoutFigures() {
        ContextQuality quality = ContextJudge.judge(TWO, evidence(0.851234, 0.06, 0.5, 0.25, 0.4));
        assertEquals(
                List.of(
                        "The best passage is close to the question.",
                        "It is clearly closer than the passages after it."),
                quality.reasons());
        assertEquals(
                new Signals(0.851, 0.7, 0.06, 0.5, 0.5, 0.25, 0.4, List.of(), List.of()),
                quality.signals());
    }

    @Test
    void wordsThatAreMissingAreNamed() {
        Evidence evidence =
                evidence(0.75, 0.02, 0.2, 0.05, 0.6)
                        .about(List.of("berth", "10 m", "fees", "boats"), List.of("berth", "10 m"));
        List<Selected> passages = List.of(holding("a", "boats"), holding("b"));
        ContextQuality quality = ContextJudge.judge(passages, evidence);
        assertEquals(
                List.of(
                        "The best passage is fairly close to the question.",
                        "Several passages are about as close.",
                        "Other passages come first by the question's words than by its meaning.",
                        "The words ‘berth’, ‘10 m’ do not occur in any document.",
                        "The word ‘fees’ does not occur in any of the passages found."),
                quality.reasons());
        assertEquals(List.of("berth", "10 m"), quality.signals().wordsInNoDocument());
        assertEquals(List.of("fees"), quality.signals().wordsInNoPassage());
    }

    @Test
    void aRefusalNamesWhatNoDocumentHolds() {
        Evidence evidence =
                evidence(0.53, 0.03, 0.3, 0.2, 0.9).about(List.of("king"), List.of("king"));
        assertEquals(
                List.of(
                        "No passage is close enough to the question.",
                        "The word ‘king’ does not occur in any document."),
                ContextJudge.judge(TWO, evidence).reasons());
    }

    @Test
    void ofManyMissingWordsAFewAreNamed() {
        List<String> words = IntStream.range(0, 30).mapToObj(i -> "w" + i).toList();
        ContextQuality quality =
                ContextJudge.judge(TWO, evidence(0.9, 0.1, 0.5, 0.2, 0.9).about(words, words));
        assertEquals(
                "The words ‘w0’, ‘w1’, ‘w2’, ‘w3’ and 26 more do not occur in any document.",
                quality.reasons().getLast());
        assertEquals(words, quality.signals().wordsInNoDocument());
    }

    private static Evidence evidence(
            double cosine, double gap, double keywordGap, double overlap, double rarity) {
        return new Evidence(cosine, 0.7, 0.5, overlap, 2, gap, keywordGap, rarity);
    }

    private static double score(
            double cosine, double gap, double keywordGap, double overlap, double rarity) {
        return ContextJudge.judge(TWO, evidence(cosine, gap, keywordGap, overlap, rarity)).score();
    }

    private static Selected passage(String document) {
        return holding(document);
    }

    private static Selected holding(String document, String... words) {
        var passage = new Passage(document, 0, "T", "", "", "text", 0.5).holding(List.of(words));
        return new Selected(passage, passage);
    }
}
