package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Evidence;
import java.util.List;
import java.util.Locale;

/**
 * Judges how well the passages support an answer, from the scores of both legs.
 *
 * <p>A logistic regression over five signals gives the probability that the passages hold the
 * answer. Its weights were fitted to bge-small-en-v1.5 on the Cranfield collection: its questions,
 * the same without the documents that answer them, and questions about something else; the cosines
 * of other models are first mapped to its scale. It separates answerable from merely related
 * questions with an AUC of about 0.81, so a weak verdict is a hint, not a proof.
 *
 * <p>Nothing has to do with the question when the best cosine is below the embedding model's limit
 * and that probability is low too. By the cosine alone a third of the answerable questions would be
 * refused where a part of a document holds several short topics. docs/quality.md has the figures.
 */
final class ContextJudge {
    private static final double REFERENCE_LIMIT = 0.70;
    private static final double GOOD = 0.5;
    private static final double UNRELATED = 0.11;

    private ContextJudge() {}

    static ContextQuality judge(List<Selected> passages, Evidence evidence) {
        if (passages.isEmpty()) {
            return new ContextQuality(Verdict.NONE, 0, 0, List.of("No passage was found."));
        }
        double probability = probability(evidence);
        if (evidence.topCosine() < evidence.unrelatedCosine() && probability < UNRELATED) {
            return new ContextQuality(
                    Verdict.NONE,
                    rounded(probability),
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
        int documents =
                (int) passages.stream().map(one -> one.passage().documentId()).distinct().count();
        return new ContextQuality(verdict, rounded(probability), documents, reasons(evidence));
    }

    private static double probability(Evidence evidence) {
        double limit = Math.min(evidence.unrelatedCosine(), 0.99);
        double scale = (1 - REFERENCE_LIMIT) / (1 - limit); // the limits meet, and so do the ones
        double cosine = REFERENCE_LIMIT + (evidence.topCosine() - limit) * scale;
        double logit =
                10.56 * cosine
                        + 22.15 * evidence.cosineGap() * scale
                        + 5.94 * evidence.keywordGap()
                        + 1.83 * evidence.overlap()
                        - 6.99 * evidence.rarity()
                        - 9.78;
        return 1 / (1 + Math.exp(-logit));
    }

    private static List<String> reasons(Evidence evidence) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "The best passage's similarity to the question is %.2f, %.2f more than what"
                                + " comes a little later.",
                        evidence.topCosine(),
                        evidence.cosineGap()),
                String.format(
                        Locale.ROOT,
                        "It has %.0f %% of what the question's words can score; what comes a little"
                                + " later has %.0f %%.",
                        100 * evidence.keywordShare(),
                        100 * evidence.keywordShare() * (1 - evidence.keywordGap())),
                String.format(
                        Locale.ROOT,
                        "Keyword search and meaning search agree on %.0f %% of their best"
                                + " passages.",
                        100 * evidence.overlap()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
