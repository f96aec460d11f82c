package io.zaaky.spi;

import java.util.List;

/**
 * The result of the search for one answer, stored so that later changes can be detected. It is for
 * administrators; visitors see {@link Source sources}.
 *
 * @param queries what was searched for, the most significant first; none if there was no search
 * @param hits what was found, best first, including hits that were not good enough for a model
 * @param verdict how well the hits support an answer
 */
public record Lookup(List<String> queries, List<Hit> hits, ContextQuality.Verdict verdict) {
    public Lookup {
        queries = List.copyOf(queries);
        hits = List.copyOf(hits);
    }

    /**
     * A passage that the search found.
     *
     * @param documentId the document's id
     * @param chunk the number of the part within the document
     * @param score as in {@link Passage#score}
     * @param version as in {@link Passage#version}
     */
    public record Hit(String documentId, int chunk, double score, String version) {}
}
