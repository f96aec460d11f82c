package io.zaaky.spi;

import java.util.List;

/**
 * How well the documents support an answer.
 *
 * @param verdict the summary
 * @param score 0 to 1
 * @param documents how many documents the passages come from
 * @param reasons sentences for readers who know nothing about search engines
 * @param signals the figures behind the verdict; {@link Signals#NONE} if nothing was judged
 * @param smallTalk the kind of a message that is not a question, such as {@code greeting} or {@code
 *     thanks}; empty for a question
 */
public record ContextQuality(
        Verdict verdict,
        double score,
        int documents,
        List<String> reasons,
        Signals signals,
        String smallTalk) {

    /** Nothing was looked up. */
    public static final ContextQuality NONE = new ContextQuality(Verdict.NONE, 0, 0, List.of());

    public ContextQuality {
        reasons = List.copyOf(reasons);
    }

    /** A verdict without figures. */
    public ContextQuality(Verdict verdict, double score, int documents, List<String> reasons) {
        this(verdict, score, documents, reasons, Signals.NONE);
    }

    /** A verdict on a question. */
    public ContextQuality(
            Verdict verdict, double score, int documents, List<String> reasons, Signals signals) {
        this(verdict, score, documents, reasons, signals, "");
    }

    /** How well the documents support an answer. */
    public enum Verdict {
        GOOD,
        WEAK,
        NONE
    }
}
