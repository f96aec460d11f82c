package io.zaaky.app.eval;

import io.zaaky.app.eval.EvalSet.Case;
import io.zaaky.spi.ContextQuality.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How well one question was served. A document's rank is that of its best passage.
 *
 * @param answerable as the set says
 * @param ndcg10 discounted gain of the first 10 documents divided by the best possible, with the
 *     grade itself as the gain and 1/log2(rank + 1) as the discount, as trec_eval computes it
 * @param recall10 share of the expected documents among the first 10
 * @param recall100 the same among the first 100
 * @param reciprocal10 1 divided by the rank of the first expected document; 0 if it is not among
 *     the first 10
 * @param facts share of the expected facts in the passages that an answer would get; NaN if none is
 *     expected
 */
record Measured(
        String question,
        boolean answerable,
        double ndcg10,
        double recall10,
        double recall100,
        double reciprocal10,
        double facts,
        Verdict verdict,
        double score,
        long nanos) {

    private static final int FIRST = 10;

    /**
     * @param found up to 100 passages
     * @param given the passages that an answer would be offered
     */
    static Measured of(Case asked, Found found, List<Found.Text> given, long nanos) {
        List<String> ranking =
                found.passages().stream().map(Found.Text::document).distinct().toList();
        return new Measured(
                asked.question(),
                asked.answerable(),
                ndcg(asked, ranking),
                recall(asked, ranking, FIRST),
                recall(asked, ranking, Integer.MAX_VALUE),
                reciprocal(asked, ranking),
                facts(asked, given),
                found.verdict(),
                found.score(),
                nanos);
    }

    private static double ndcg(Case asked, List<String> ranking) {
        double gained = 0;
        for (int i = 0; i < Math.min(FIRST, ranking.size()); i++) {
            gained += asked.grades().getOrDefault(ranking.get(i), 0.0) * discount(i);
        }
        List<Double> best =
                asked.grades().values().stream().sorted(Comparator.reverseOrder()).toList();
        double possible = 0;
        for (int i = 0; i < Math.min(FIRST, best.size()); i++) {
            possible += best.get(i) * discount(i);
        }
        return possible == 0 ? 0 : gained / possible;
    }

    /**
     * @param place from 0
     */
    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }

    private static double recall(Case asked, List<String> ranking, int most) {
        long hits = ranking.stream().limit(most).filter(asked.grades()::containsKey).count();
        return asked.grades().isEmpty() ? 0 : (double) hits / asked.grades().size();
    }

    private static double reciprocal(Case asked, List<String> ranking) {
        for (int i = 0; i < Math.min(FIRST, ranking.size()); i++) {
            if (asked.grades().containsKey(ranking.get(i))) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** A fact counts as found if one passage contains its words, ignoring case and spacing. */
    private static double facts(Case asked, List<Found.Text> given) {
        if (asked.facts().isEmpty()) {
            return Double.NaN;
        }
        List<String> texts = given.stream().map(one -> plain(one.text())).toList();
        long held =
                asked.facts().stream()
                        .map(Measured::plain)
                        .filter(fact -> texts.stream().anyMatch(text -> text.contains(fact)))
                        .count();
        return (double) held / asked.facts().size();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }

    /** Whether an answerable question would be answered, or an unanswerable one refused. */
    boolean verdictRight() {
        return answerable == (verdict != Verdict.NONE);
    }
}
