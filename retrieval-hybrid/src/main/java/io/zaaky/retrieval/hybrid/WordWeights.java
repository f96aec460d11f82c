package io.zaaky.retrieval.hybrid;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a question's words among one chatbot's chunks.
 *
 * @param most the highest score that a chunk could have: the sum of the words' idf, each times the
 *     word's count in the question
 * @param rarity the mean of the words' idf, as a share of the idf of a word that occurs nowhere; 0
 *     without words
 * @param unknown the words that occur nowhere
 */
public record WordWeights(double most, double rarity, Set<String> unknown) {

    /**
     * Weighs the words.
     *
     * @param words each distinct word and how often the question contains it
     * @param found how many chunks contain each word; missing words occur in none
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
