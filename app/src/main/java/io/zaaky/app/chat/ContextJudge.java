package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges how well the passages support an answer, from the scores of both legs.
 *
 * <p>A logistic regression over four signals gives the probability that the passages hold the
 * answer. Its weights were fitted to bge-small-en-v1.5 on the Cranfield collection; the cosines of
 * other models are first mapped to its scale. It separates answerable from merely related questions
 * with an AUC of about 0.78, so a weak verdict is a hint, not a proof.
 *
 * <p>Nothing has to do with the question when the best cosine is below the embedding model's limit
 * and that probability is low too. The cosine alone refuses a third of the answerable questions
 * where a part of a document holds several short topics: 28 of 85 on the sample's documents, and 2
 * of 40 on 300 documents of Cranfield. With the probability it is 4 and none; of questions about
 * something else altogether 2 of 112 pass instead of none, as weak. What merely sounds related
 * passes more often than before.
 */
final class ContextJudge {
    private static final double REFERENCE_LIMIT = 0.70;
    private static final double GOOD = 0.5;
    private static final double UNRELATED = 0.11;

    private ContextJudge() {}

    static ContextQuality judge(List<Passage> passages, Evidence evidence) {
        if (passages.isEmpty()) {
            return new ContextQuality(Verdict.NONE, 0, 0, List.of("No passage was found."));
        }
        double probability = probability(evidence);
        if (evidence.topCosine() < evidence.unrelatedCosine() && probability < UNRELATED) {
            return new ContextQuality(
                    Verdict.NONE,
                    0,
                    0,
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "No passage has to do with the question: the best similarity is"
                                            + " %.2f, below the limit of %.2f, and the words"
                                            + " do not make up for it.",
                                    evidence.topCosine(),
                                    evidence.unrelatedCosine())));
        }
        Verdict verdict = probability >= GOOD ? Verdict.GOOD : Verdict.WEAK;
        int documents = (int) passages.stream().map(Passage::documentId).distinct().count();
        return new ContextQuality(verdict, rounded(probability), documents, reasons(evidence));
    }

    private static double probability(Evidence evidence) {
        double logit =
                10.54 * comparable(evidence)
                        + 1.29 * evidence.keywordShare()
                        + 0.54 * evidence.overlap()
                        + 0.44 * evidence.topDeviation()
                        - 10.28;
        return 1 / (1 + Math.exp(-logit));
    }

    /** The cosine on the reference model's scale: the limits meet, and so do the ones. */
    private static double comparable(Evidence evidence) {
        double limit = Math.min(evidence.unrelatedCosine(), 0.99);
        return REFERENCE_LIMIT
                + (evidence.topCosine() - limit) * (1 - REFERENCE_LIMIT) / (1 - limit);
    }

    private static List<String> reasons(Evidence evidence) {
        List<String> reasons = new ArrayList<>();
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "The best passage's similarity to the question is %.2f.",
                        evidence.topCosine()));
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "It holds %.0f %% of what the question's words can score.",
                        100 * evidence.keywordShare()));
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "Keyword search and meaning search agree on %.0f %% of their best"
                                + " passages.",
                        100 * evidence.overlap()));
        return reasons;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
