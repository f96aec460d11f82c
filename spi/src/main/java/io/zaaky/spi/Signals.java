package io.zaaky.spi;

import java.util.List;

/**
 * The figures that a {@link ContextQuality} rests on.
 *
 * @param similarity {@link Evidence#topCosine}
 * @param similarityLimit {@link Evidence#unrelatedCosine}
 * @param similarityLead {@link Evidence#cosineGap}
 * @param keywordShare {@link Evidence#keywordShare}
 * @param keywordLead {@link Evidence#keywordGap}
 * @param agreement {@link Evidence#overlap}
 * @param rarity {@link Evidence#rarity}
 * @param wordsInNoDocument words of the question, as written in it, that occur in no document
 * @param wordsInNoPassage words of the question that occur in some document but in none of the
 *     passages
 */
public record Signals(
        double similarity,
        double similarityLimit,
        double similarityLead,
        double keywordShare,
        double keywordLead,
        double agreement,
        double rarity,
        List<String> wordsInNoDocument,
        List<String> wordsInNoPassage) {

    /** Nothing was judged. */
    public static final Signals NONE = new Signals(0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    public Signals {
        wordsInNoDocument = List.copyOf(wordsInNoDocument);
        wordsInNoPassage = List.copyOf(wordsInNoPassage);
    }
}
