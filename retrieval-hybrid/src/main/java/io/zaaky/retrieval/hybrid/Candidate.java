package io.zaaky.retrieval.hybrid;

import java.util.Comparator;

/**
 * A chunk that one of the legs found, with its exact scores in both.
 *
 * @param key the backend's key of the chunk
 * @param documentId the document's id
 * @param chunk the number of the chunk within the document
 * @param keyword its BM25 score; 0 if it shares no word with the question
 * @param cosine between the question and the chunk
 * @param vector the chunk's embedding
 */
public record Candidate(
        long key, String documentId, int chunk, double keyword, double cosine, UnitVector vector) {

    /** Gives equal scores the same order in every backend. */
    static final Comparator<Candidate> PLACE =
            Comparator.comparing(Candidate::documentId).thenComparingInt(Candidate::chunk);
}
