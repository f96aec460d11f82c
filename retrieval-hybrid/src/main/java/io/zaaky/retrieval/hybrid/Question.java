package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A question as both legs need it.
 *
 * @param words each distinct word and how often it occurs; empty if nothing in the question counts
 *     as a word
 * @param named the words that carry meaning, each with its form as written in the question, in
 *     order; see {@link io.zaaky.spi.Evidence#words}
 * @param vector its embedding
 */
public record Question(
        Map<String, Integer> words, SequencedMap<String, String> named, UnitVector vector) {
    /** Limits the work for a pasted page; questions have a dozen words. */
    private static final int MOST_WORDS = 128;

    /** A backend may use one bit per word. */
    private static final int MOST_NAMED = Long.SIZE;

    public static Question of(String text, TextAnalysis analysis, EmbeddingModel embedding) {
        Map<String, Integer> words = new LinkedHashMap<>();
        analysis.counts(text).entrySet().stream()
                .limit(MOST_WORDS)
                .forEach(entry -> words.put(entry.getKey(), entry.getValue()));
        float[] vector = embedding.embed(List.of(text), Purpose.QUERY).getFirst();
        SequencedMap<String, String> named = new LinkedHashMap<>(analysis.named(text));
        named.keySet().retainAll(words.keySet().stream().limit(MOST_NAMED).toList());
        return new Question(words, named, new UnitVector(vector));
    }

    /** The given words as written in the question. */
    public List<String> written(Collection<String> some) {
        return named.entrySet().stream()
                .filter(word -> some.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
