package io.zaaky.spi;

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
 */
public record Evidence(
        double topCosine,
        double unrelatedCosine,
        double keywordShare,
        double overlap,
        double topDeviation,
        double cosineGap,
        double keywordGap,
        double rarity) {

    /** Nothing was found. */
    public static final Evidence NONE = new Evidence(0, 0, 0, 0, 0, 0, 0, 0);
}
