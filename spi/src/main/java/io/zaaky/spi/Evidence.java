package io.zaaky.spi;

import java.util.List;

/**
 * How strongly a search's own scores support its result, from both legs: vectors and keywords. All
 * values come from one search over one chatbot's documents.
 *
 * @param topCosine the highest cosine between the question and a passage, −1 to 1
 * @param unrelatedCosine the embedding model's {@link EmbeddingModel#unrelatedCosine()}
 * @param keywordShare the highest BM25 score divided by the most that the question's words could
 *     score, 0 to 1
 * @param overlap the share of passages that are among the first ten of both legs, 0 to 1
 * @param topDeviation how far the best cosine lies above the mean of the candidates, in standard
 *     deviations
 * @param cosineGap the highest cosine minus the mean of the fifth to the twentieth highest, 0 to 2;
 *     with fewer than five, minus the lowest
 * @param keywordGap the same for the BM25 scores, as a share of the highest, 0 to 1
 * @param rarity how rare the question's words are in the documents: the mean of their idf divided
 *     by the idf of a word that occurs in no document, 0 to 1
 * @param words the words of the question that carry meaning, each once, as written in the question;
 *     empty if the backend does not report them. A number keeps its unit: {@code 10 m}
 * @param unknown those of {@code words} that occur in no document in any form
 */
public record Evidence(
        double topCosine,
        double unrelatedCosine,
        double keywordShare,
        double overlap,
        double topDeviation,
        double cosineGap,
        double keywordGap,
        double rarity,
        List<String> words,
        List<String> unknown) {

    /** Nothing was found. */
    public static final Evidence NONE = new Evidence(0, 0, 0, 0, 0, 0, 0, 0);

    public Evidence {
        words = List.copyOf(words);
        unknown = List.copyOf(unknown);
    }

    /** Evidence without information on single words. */
    public Evidence(
            double topCosine,
            double unrelatedCosine,
            double keywordShare,
            double overlap,
            double topDeviation,
            double cosineGap,
            double keywordGap,
            double rarity) {
        this(
                topCosine,
                unrelatedCosine,
                keywordShare,
                overlap,
                topDeviation,
                cosineGap,
                keywordGap,
                rarity,
                List.of(),
                List.of());
    }

    /** The same evidence with other words. */
    public Evidence about(List<String> others, List<String> unknownOthers) {
        return new Evidence(
                topCosine,
                unrelatedCosine,
                keywordShare,
                overlap,
                topDeviation,
                cosineGap,
                keywordGap,
                rarity,
                others,
                unknownOthers);
    }
}
