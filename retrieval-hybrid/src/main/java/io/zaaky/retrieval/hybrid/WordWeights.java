package io.zaaky.retrieval.hybrid;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the words of a question weigh among one chatbot's chunks.
 *
 * @param most the most that a chunk could score: the sum of their idf
 * @param rarity the mean of their idf, as a share of that of a word that is nowhere; 0 without
 *     words
 * @param unknown those that are nowhere
 */
public record WordWeights(double most, double rarity, Set<String> unknown) {

    /**
     * Weighs the words.
     *
     * @param words each different word and how often it was asked
     * @param found in how many chunks each is; one that is missing is in none
     */
    public static WordWeights of(Bm25 bm25, Map<String, Integer> words, Map<String, Long> found) {
        double most = 0;
        double sum = 0;
        Set<String> unknown = new HashSet<>();
        for (var word : words.entrySet()) {
            long chunks = found.getOrDefault(word.getKey(), 0L);
            double idf = bm25.idf(chunks);
            if (chunks == 0) {
                unknown.add(word.getKey());
            }
            most += word.getValue() * idf;
            sum += idf;
        }
        double rarity = words.isEmpty() ? 0 : sum / words.size() / bm25.idf(0);
        return new WordWeights(most, rarity, unknown);
    }
}
