package io.zaaky.retrieval.hybrid;

/**
 * BM25 over one chatbot's chunks, with Lucene's parameters and idf, but with exact lengths (Lucene
 * rounds them to one byte) and exact statistics (Lucene counts replaced chunks until they are
 * merged away), so that every backend gives the same score.
 *
 * <p>Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009);
 * as Lucene's BM25Similarity, without the constant factor k1 + 1.
 *
 * @param chunks how many chunks there are
 * @param averageLength how many words a chunk has on average
 */
public record Bm25(long chunks, double averageLength) {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    /**
     * How much information a word carries; also the upper limit of its score.
     *
     * @param found how many chunks contain the word
     */
    public double idf(long found) {
        return Math.log1p((chunks - found + 0.5) / (found + 0.5));
    }

    /**
     * What one word of a question adds to a chunk's score.
     *
     * @param idf the word's {@link #idf}
     * @param count how often the word occurs in the chunk, at least 1
     * @param length how many words the chunk has
     */
    public double score(double idf, int count, long length) {
        return idf * count / (count + K1 * (1 - B + B * length / averageLength));
    }
}
