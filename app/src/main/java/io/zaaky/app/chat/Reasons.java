package io.zaaky.app.chat;

import io.zaaky.spi.Evidence;
import io.zaaky.spi.Signals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Explains a verdict to an editor who knows nothing about search engines, and provides the figures.
 */
final class Reasons {
    static final String NOTHING_FOUND = "No passage was found.";

    private static final String UNRELATED = "No passage is close enough to the question.";
    private static final double CLOSE = 0.80; // on the scale of bge-small-en-v1.5
    private static final double LOOSE = 0.70;
    private static final double LEAD = 0.05;
    private static final double AGREED = 0.4;
    private static final double DIFFERENT = 0.1;
    private static final int MOST_NAMED = 4;

    private Reasons() {}

    /**
     * The figures, and the words of the question that are missing from the documents or passages.
     */
    static Signals signals(List<Selected> passages, Evidence evidence) {
        Set<String> present = new HashSet<>(evidence.unknown());
        passages.forEach(one -> present.addAll(one.passage().words()));
        return new Signals(
                rounded(evidence.topCosine()),
                rounded(evidence.unrelatedCosine()),
                rounded(evidence.cosineGap()),
                rounded(evidence.keywordShare()),
                rounded(evidence.keywordGap()),
                rounded(evidence.overlap()),
                rounded(evidence.rarity()),
                evidence.unknown(),
                evidence.words().stream().filter(word -> !present.contains(word)).toList());
    }

    /** The reasons if nothing is related to the question. */
    static List<String> ofNone(Signals signals) {
        List<String> reasons = new ArrayList<>(List.of(UNRELATED));
        addWords(reasons, signals);
        return reasons;
    }

    /**
     * The reasons if passages are related to the question.
     *
     * @param cosine the best similarity, on the scale of bge-small-en-v1.5
     * @param lead the best passage's lead over the following ones, on the same scale
     */
    static List<String> of(Signals signals, double cosine, double lead) {
        List<String> reasons = new ArrayList<>();
        reasons.add(closeness(cosine));
        reasons.add(
                lead >= LEAD
                        ? "It is clearly closer than the passages after it."
                        : "Several passages are about as close.");
        if (signals.agreement() >= AGREED) {
            reasons.add("The same passages come first by the question's words and by its meaning.");
        } else if (signals.agreement() <= DIFFERENT) {
            reasons.add("Other passages come first by the question's words than by its meaning.");
        }
        addWords(reasons, signals);
        return reasons;
    }

    private static String closeness(double cosine) {
        if (cosine >= CLOSE) {
            return "The best passage is close to the question.";
        }
        return cosine >= LOOSE
                ? "The best passage is fairly close to the question."
                : "The best passage is not very close to the question.";
    }

    private static void addWords(List<String> reasons, Signals signals) {
        if (!signals.wordsInNoDocument().isEmpty()) {
            reasons.add(words(signals.wordsInNoDocument(), "any document"));
        }
        if (!signals.wordsInNoPassage().isEmpty()) {
            reasons.add(words(signals.wordsInNoPassage(), "any of the passages found"));
        }
    }

    private static String words(List<String> words, String where) {
        boolean one = words.size() == 1;
        int more = words.size() - MOST_NAMED;
        return (one ? "The word " : "The words ")
                + words.stream()
                        .limit(MOST_NAMED)
                        .map(word -> "‘" + word + "’")
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "")
                + (one ? " does" : " do")
                + " not occur in "
                + where
                + ".";
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
