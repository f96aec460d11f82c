package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question as both legs need it.
 *
 * @param words each different word and how often it was asked; none if nothing in the question
 *     counts as a word
 * @param vector its embedding
 */
public record Question(Map<String, Integer> words, UnitVector vector) {
    /** Bounds the work for a pasted page; questions have a dozen. */
    private static final int MOST_WORDS = 128;

    public static Question of(String text, TextAnalysis analysis, EmbeddingModel embedding) {
        Map<String, Integer> words = new LinkedHashMap<>();
        analysis.counts(text).entrySet().stream()
                .limit(MOST_WORDS)
                .forEach(entry -> words.put(entry.getKey(), entry.getValue()));
        float[] vector = embedding.embed(List.of(text), Purpose.QUERY).getFirst();
        return new Question(words, new UnitVector(vector));
    }
}
