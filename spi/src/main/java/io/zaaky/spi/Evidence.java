package io.zaaky.spi;

import java.util.List;

/**
 * How strongly a search's own scores speak for its result, from both legs. All values are of one
 * search over one chatbot's documents.
 *
 * @param topCosine the highest cosine between the question and a passage, −1 to 1
 * @param unrelatedCosine the embedding model's {@link EmbeddingModel#unrelatedCosine()}
 * @param keywordShare the highest BM25 score divided by the most that the question's words could
 *     score, 0 to 1
 * @param overlap the share of passages that are among the first ten of both legs, 0 to 1
 * @param topDeviation how far the best cosine stands above the mean of the candidates, in standard
 *     deviations
 * @param cosineGap the highest cosine less the mean of the fifth to the twentieth highest, 0 to 2;
 *     where there are no five, less the lowest
 * @param keywordGap the same of the BM25 scores, as a share of the highest, 0 to 1
 * @param rarity how rare the question's words are in the documents: the mean of their idf divided
 *     by that of a word that is nowhere in them, 0 to 1
 * @param words the words of the question that carry meaning, each once, as they stand in it; empty
 *     if the backend does not tell. A number stands with its unit: {@code 10 m}
 * @param unknown those of {@code words} that no document holds in any form
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

    /** Evidence that tells nothing of single words. */
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

    /** The same about other words. */
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
