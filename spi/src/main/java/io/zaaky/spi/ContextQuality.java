package io.zaaky.spi;

import java.util.List;

/**
 * An honest word on how well the documents support an answer.
 *
 * @param verdict the short of it
 * @param score 0 to 1
 * @param documents how many documents the passages come from
 * @param reasons sentences for people
 */
public record ContextQuality(Verdict verdict, double score, int documents, List<String> reasons) {

    /** Nothing was looked up. */
    public static final ContextQuality NONE = new ContextQuality(Verdict.NONE, 0, 0, List.of());

    public ContextQuality {
        reasons = List.copyOf(reasons);
    }

    /** How well the documents support an answer. */
    public enum Verdict {
        GOOD,
        WEAK,
        NONE
    }
}
