package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FusionTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void nothingGivesNothing() {
        assertEquals(List.of(), Fusion.rank(List.of(), Legs.BOTH, 5));
        assertEquals(Evidence.NONE, evidence(List.of(), 0.5));
    }

    @Test
    void aSingleCandidateHasTheFullScoreOfItsLegs() {
        assertEquals(
                1,
                Fusion.rank(List.of(Candidates.of("a", 2, 0.5, 1)), Legs.BOTH, 5)
                        .getFirst()
                        .score());
        assertEquals(
                0.6,
                Fusion.rank(List.of(Candidates.of("a", 0, 0.5, 1)), Legs.BOTH, 5)
                        .getFirst()
                        .score());
    }

    @Test
    void bothLegsCountByTheirWeights() {
        // Orthogonal vectors: no neighbour has a say.
        var words = Candidates.of("words", 10, 0.2, 1, 0, 0);
        var meaning = Candidates.of("meaning", 0, 0.8, 0, 1, 0);
        var between = Candidates.of("between", 5, 0.5, 0, 0, 1);
        List<Ranked> ranked = Fusion.rank(List.of(words, between, meaning), Legs.BOTH, 3);
        assertEquals(
                List.of("meaning", "between", "words"),
                ranked.stream().map(one -> one.candidate().documentId()).toList());
        assertEquals(0.6, ranked.get(0).score(), 1e-9);
        assertEquals(0.4 * 0.5 + 0.6 * 0.5, ranked.get(1).score(), 1e-9);
        assertEquals(0.4, ranked.get(2).score(), 1e-9);
    }

    @Test
    void closePassagesOfOtherDocumentsLiftEachOther() {
        var alone = Candidates.of("alone", 0, 0.803, 1, 0);
        var first = Candidates.of("first", 0, 0.80, 0, 1);
        var second = Candidates.of("second", 0, 0.82, 0, 1);
        var low = Candidates.of("low", 0, 0.0, -1, 0);
        List<String> ranked =
                Fusion.rank(List.of(alone, first, second, low), Legs.BOTH, 4).stream()
                        .map(one -> one.candidate().documentId())
                        .toList();
        assertEquals(List.of("first", "second"), ranked.subList(0, 2).stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRankingIsSortedBoundedAndOfThePool(long seed) {
        List<Candidate> pool = Candidates.random(seed);
        for (int topK : new int[] {1, 5, 100, 250}) {
            List<Ranked> ranked = Fusion.rank(pool, Legs.BOTH, topK);
            List<Double> scores = ranked.stream().map(Ranked::score).toList();
            assertEquals(Math.min(topK, pool.size()), ranked.size());
            assertEquals(scores.stream().sorted(Comparator.reverseOrder()).toList(), scores);
            assertTrue(scores.stream().allMatch(s -> s >= 0 && s <= 1 + 1e-9), scores.toString());
            var found = new HashSet<>(ranked.stream().map(Ranked::candidate).toList());
            assertEquals(ranked.size(), found.size(), "a candidate came twice");
            assertTrue(pool.containsAll(found));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfThePoolDoesNotMatter(long seed) {
        List<Candidate> pool = Candidates.random(seed);
        List<Candidate> mixed = new ArrayList<>(pool);
        Collections.shuffle(mixed, new Random(seed));
        assertEquals(Fusion.rank(pool, Legs.BOTH, 100), Fusion.rank(mixed, Legs.BOTH, 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void evidenceKeepsItsRanges(long seed) {
        List<Candidate> pool = Candidates.random(seed);
        Evidence evidence = evidence(pool, 0.5);
        assertTrue(Math.abs(evidence.topCosine()) <= 1, evidence.toString());
        assertTrue(evidence.keywordShare() >= 0 && evidence.keywordShare() <= 1);
        assertTrue(evidence.overlap() >= 0 && evidence.overlap() <= 1, evidence.toString());
        assertTrue(evidence.topDeviation() >= 0, evidence.toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWantedDoesNotChangeWhatIsFirst(long seed) {
        List<Candidate> pool = Candidates.random(seed);
        List<Ranked> all = Fusion.rank(pool, Legs.BOTH, 250);
        List<Ranked> few = Fusion.rank(pool, Legs.BOTH, 7);
        assertEquals(all.subList(0, few.size()), few);
    }

    @Test
    void oneLegAloneRanksByItsOwnScores() {
        var words = Candidates.of("words", 10, 0.2, 1, 0, 0);
        var meaning = Candidates.of("meaning", 0, 0.8, 0, 1, 0);
        var between = Candidates.of("between", 5, 0.5, 0, 0, 1);
        List<Candidate> pool = List.of(meaning, between, words);
        List<Ranked> byWords = Fusion.rank(pool, Legs.KEYWORDS, 3);
        assertEquals(
                List.of(new Ranked(words, 1), new Ranked(between, 0.5)),
                byWords,
                "what has none of the words is not found by them");
        List<Ranked> byMeaning = Fusion.rank(pool, Legs.MEANING, 2);
        assertEquals(List.of(meaning, between), byMeaning.stream().map(Ranked::candidate).toList());
        assertEquals(1, byMeaning.getFirst().score(), 1e-9);
        assertEquals(0.5, byMeaning.getLast().score(), 1e-9);
    }

    @Test
    void gapsAreBetweenTheBestAndWhatComesALittleLater() {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double later = i < 4 ? 0.7 : i < 20 ? 0.5 : 0.1;
            double keyword = i < 4 ? 7 : i < 20 ? 5 : 0;
            pool.add(Candidates.of("d" + i, i == 0 ? 10 : keyword, i == 0 ? 0.8 : later, 1));
        }
        Evidence evidence = evidence(pool, 0.25);
        assertEquals(0.3, evidence.cosineGap(), 1e-9);
        assertEquals(0.5, evidence.keywordGap(), 1e-9);
        assertEquals(0.25, evidence.rarity(), 1e-9);
        Evidence three = evidence(pool.subList(0, 3), 0.25);
        assertEquals(0.1, three.cosineGap(), 1e-9, "where there are few, the last one counts");
        assertEquals(0.3, three.keywordGap(), 1e-9);
    }

    @Test
    void wordsWeighByHowRareTheyAre() {
        var bm25 = new Bm25(100, 50);
        WordWeights weights =
                WordWeights.of(bm25, Map.of("common", 1, "nowhere", 2), Map.of("common", 90L));
        assertEquals(bm25.idf(90) + 2 * bm25.idf(0), weights.most(), 1e-9);
        assertEquals((bm25.idf(90) + bm25.idf(0)) / 2 / bm25.idf(0), weights.rarity(), 1e-9);
        assertEquals(Set.of("nowhere"), weights.unknown());
        assertEquals(new WordWeights(0, 0, Set.of()), WordWeights.of(bm25, Map.of(), Map.of()));
    }

    @Test
    void evidenceIsWhatItsNameSays() {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // The first ten by words are 0 to 9, by meaning 5 to 14.
            double cosine = i >= 5 && i < 15 ? 0.8 : 0.2;
            pool.add(Candidates.of("d" + i, 20 - i, cosine, 1));
        }
        Evidence evidence = evidence(pool, 0.5);
        assertEquals(0.8, evidence.topCosine(), 1e-9);
        assertEquals(0.7, evidence.unrelatedCosine(), 1e-9);
        assertEquals(0.5, evidence.keywordShare(), 1e-9);
        assertEquals(0.5, evidence.overlap(), 1e-9);
        assertEquals(1, evidence.topDeviation(), 1e-9);
    }

    @Test
    void evidenceNamesTheQuestionsWordsAsTheyStandInIt() {
        SequencedMap<String, String> named = new LinkedHashMap<>();
        named.put("mile", "Miles");
        named.put("berth", "berths");
        var question =
                new Question(Map.of("mile", 1, "berth", 1), named, new UnitVector(new float[1]));
        var weights = new WordWeights(40, 0.5, Set.of("berth", "how"));
        Evidence evidence =
                Fusion.evidence(List.of(Candidates.of("a", 1, 0.5, 1)), question, weights, 0.7);
        assertEquals(List.of("Miles", "berths"), evidence.words());
        assertEquals(List.of("berths"), evidence.unknown());
    }

    @Test
    void whatWasBelowTheFirstHundredMayRise() {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            pool.add(Candidates.of("lonely-" + i, 0, 0.5 + i / 1000.0, 0, 1));
        }
        for (int i = 0; i < 6; i++) {
            pool.add(Candidates.of("best-" + i, 10, 0.9, 1, 0));
        }
        pool.add(Candidates.of("beside-the-best", 0, 0.5, 1, 0));
        List<String> first =
                Fusion.rank(pool, Legs.BOTH, 10).stream()
                        .map(one -> one.candidate().documentId())
                        .toList();
        assertTrue(first.contains("beside-the-best"), first.toString());
    }

    private static Evidence evidence(List<Candidate> pool, double rarity) {
        var question = new Question(Map.of(), new LinkedHashMap<>(), new UnitVector(new float[1]));
        return Fusion.evidence(pool, question, new WordWeights(40, rarity, Set.of()), 0.7);
    }
}
