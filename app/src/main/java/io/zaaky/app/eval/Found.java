package io.zaaky.app.eval;

import io.zaaky.spi.ContextQuality.Verdict;
import java.util.List;

/**
 * The result of a search.
 *
 * @param passages best first
 * @param score of the context quality
 */
public record Found(List<Text> passages, Verdict verdict, double score) {
    public Found {
        passages = List.copyOf(passages);
    }

    /**
     * A passage.
     *
     * @param document the document's id
     */
    public record Text(String document, String text) {}
}
