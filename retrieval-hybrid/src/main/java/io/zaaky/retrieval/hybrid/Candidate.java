package io.zaaky.retrieval.hybrid;

import java.util.Comparator;

/**
 * A chunk that one of the legs found, with its exact scores in both.
 *
 * @param key what the backend finds the chunk by
 * @param documentId the document's id
 * @param chunk the number of the chunk within the document
 * @param keyword its BM25 score, 0 without a common word
 * @param cosine between the question and the chunk
 * @param vector the chunk's embedding
 */
public record Candidate(
        long key, String documentId, int chunk, double keyword, double cosine, UnitVector vector) {

    /** So that equal scores have one order, whatever the backend. */
    static final Comparator<Candidate> PLACE =
            Comparator.comparing(Candidate::documentId).thenComparingInt(Candidate::chunk);
}
