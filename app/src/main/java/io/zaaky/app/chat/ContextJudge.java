package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Signals;
import java.util.List;

/**
 * Judges how well the passages support an answer, from the scores of both searches, by keyword and
 * by meaning.
 *
 * <p>A logistic regression over five signals gives the probability that the passages contain the
 * answer. Its weights were fitted to bge-small-en-v1.5 on the Cranfield collection: its questions,
 * the same questions without the documents that answer them, and unrelated questions. The cosines
 * of other models are first mapped to its scale. It separates answerable from merely related
 * questions with an AUC of about 0.81, so a weak verdict is a hint, not a proof.
 *
 * <p>Passages count as unrelated to the question when the best cosine is below the embedding
 * model's limit and that probability is low too. By the cosine alone, a third of the answerable
 * questions would be refused where a part of a document holds several short topics. docs/quality.md
 * has the figures.
 */
final class ContextJudge {
    private static final double REFERENCE_LIMIT = 0.70;
    private static final double GOOD = 0.5;
    private static final double UNRELATED = 0.11;

    private ContextJudge() {}

    static ContextQuality judge(List<Selected> passages, Evidence evidence) {
        if (passages.isEmpty()) {
            return new ContextQuality(Verdict.NONE, 0, 0, List.of(Reasons.NOTHING_FOUND));
        }
        double probability = probability(evidence);
        Signals signals = Reasons.signals(passages, evidence);
        if (evidence.topCosine() < evidence.unrelatedCosine() && probability < UNRELATED) {
            return new ContextQuality(
                    Verdict.NONE,
                    Reasons.rounded(probability),
                    0,
                    Reasons.ofNone(signals),
                    signals);
        }
        Verdict verdict = probability >= GOOD ? Verdict.GOOD : Verdict.WEAK;
        int documents =
                (int) passages.stream().map(one -> one.passage().documentId()).distinct().count();
        return new ContextQuality(
                verdict,
                Reasons.rounded(probability),
                documents,
                Reasons.of(signals, cosine(evidence), evidence.cosineGap() * scale(evidence)),
                signals);
    }

    /**
     * The factor from the model's scale to the reference's: the two limits coincide, and so do the
     * cosines of 1.
     */
    private static double scale(Evidence evidence) {
        return (1 - REFERENCE_LIMIT) / (1 - limit(evidence));
    }

    private static double limit(Evidence evidence) {
        return Math.min(evidence.unrelatedCosine(), 0.99);
    }

    private static double cosine(Evidence evidence) {
        return REFERENCE_LIMIT + (evidence.topCosine() - limit(evidence)) * scale(evidence);
    }

    private static double probability(Evidence evidence) {
        double logit =
                10.56 * cosine(evidence)
                        + 22.15 * evidence.cosineGap() * scale(evidence)
                        + 5.94 * evidence.keywordGap()
                        + 1.83 * evidence.overlap()
                        - 6.99 * evidence.rarity()
                        - 9.78;
        return 1 / (1 + Math.exp(-logit));
    }
}
