package io.zaaky.app.chat;

import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Merges the results of several queries of one question. Scores of two searches are not directly
 * comparable, so the scores of a later, less telling query are reduced. A passage found by two
 * queries keeps its better score.
 */
final class PassageMerge {
    private static final double LATER = 0.8;

    private PassageMerge() {}

    static Retrieval merge(List<Retrieval> found) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        Map<String, Passage> best = new LinkedHashMap<>();
        Evidence evidence = Evidence.NONE;
        double weight = 1;
        for (Retrieval retrieval : found) {
            for (Passage passage : retrieval.passages()) {
                best.merge(
                        passage.documentId() + "\n" + passage.chunk(),
                        passage.scored(passage.score() * weight),
                        PassageMerge::better);
            }
            if (evidence.equals(Evidence.NONE)
                    || retrieval.evidence().topCosine() > evidence.topCosine()) {
                evidence = retrieval.evidence();
            }
            weight *= LATER;
        }
        List<Passage> passages =
                best.values().stream()
                        .sorted(Comparator.comparingDouble(Passage::score).reversed())
                        .toList();
        return new Retrieval(passages, aboutCommonWords(evidence, found));
    }

    private static Passage better(Passage a, Passage b) {
        Passage better = a.score() >= b.score() ? a : b;
        return better.holding(
                Stream.of(a, b).flatMap(one -> one.words().stream()).distinct().toList());
    }

    /**
     * Keeps only the words common to all queries: the others were not looked up in every passage.
     */
    private static Evidence aboutCommonWords(Evidence evidence, List<Retrieval> found) {
        List<String> words =
                evidence.words().stream()
                        .filter(
                                word ->
                                        found.stream()
                                                .allMatch(
                                                        one ->
                                                                one.evidence()
                                                                        .words()
                                                                        .contains(word)))
                        .toList();
        return evidence.about(words, evidence.unknown().stream().filter(words::contains).toList());
    }
}
