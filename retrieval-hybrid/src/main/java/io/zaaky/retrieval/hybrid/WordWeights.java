package io.zaaky.retrieval.hybrid;

import java.util.Map;

/**
 * What the words of a question weigh among one chatbot's chunks.
 *
 * @param most the most that a chunk could score: the sum of their idf
 * @param rarity the mean of their idf, as a share of that of a word that is nowhere; 0 without
 *     words
 */
public record WordWeights(double most, double rarity) {

    /**
     * Weighs the words.
     *
     * @param words each different word and how often it was asked
     * @param found in how many chunks each is; one that is missing is in none
     */
    public static WordWeights of(Bm25 bm25, Map<String, Integer> words, Map<String, Long> found) {
        double most = 0;
        double sum = 0;
        for (var word : words.entrySet()) {
            double idf = bm25.idf(found.getOrDefault(word.getKey(), 0L));
            most += word.getValue() * idf;
            sum += idf;
        }
        return new WordWeights(most, words.isEmpty() ? 0 : sum / words.size() / bm25.idf(0));
    }
}
