package io.zaaky.spi;

import java.util.List;

/**
 * What the search for one answer came to, kept so that it can be told later what has changed since.
 * It is for administrators; visitors see {@link Source sources}.
 *
 * @param queries what was searched for, the most telling first; none if nothing was
 * @param hits what was found, best first, also if it was not good enough to be given to a model
 * @param verdict what was thought of it
 */
public record Lookup(List<String> queries, List<Hit> hits, ContextQuality.Verdict verdict) {
    public Lookup {
        queries = List.copyOf(queries);
        hits = List.copyOf(hits);
    }

    /**
     * A passage that was found.
     *
     * @param documentId the document's id
     * @param chunk the number of the part within the document
     * @param score as in {@link Passage#score}
     * @param version as in {@link Passage#version}
     */
    public record Hit(String documentId, int chunk, double score, String version) {}
}
