package io.zaaky.app.chat;

import java.util.Optional;

/**
 * A passage that an answer's search found then, or finds now.
 *
 * @param documentId the document's id
 * @param chunk the number of the part within the document, from 0
 * @param title the document's title, if it is known
 * @param then empty if it was not found then
 * @param now empty if it is not found now
 * @param reason a sentence on the change; empty if there is nothing to say
 */
public record ReplayedPassage(
        String documentId,
        int chunk,
        String title,
        Change change,
        Optional<Place> then,
        Optional<Place> now,
        String reason) {

    /** How the passage has changed. */
    public enum Change {
        /** Found in the same place, from the same version of the document. */
        SAME,
        /** Found with another rank or score, from the same version. */
        MOVED,
        /** The document has a different version now; the passage may be found or not. */
        DOCUMENT_CHANGED,
        /** No longer found. */
        GONE,
        /** Found now, but not then. */
        NEW,
        /** Found now; what was found then was not kept. */
        UNKNOWN
    }

    /**
     * Its place in the result.
     *
     * @param rank from 1
     * @param version the document's hash; empty if unknown
     */
    public record Place(int rank, double score, String version) {

        /** Scores that look the same to people count as the same. */
        boolean isAs(Place other) {
            return rank == other.rank && rounded(score) == rounded(other.score);
        }

        private static long rounded(double score) {
            return Math.round(score * 1000);
        }

        /** Unknown versions count as equal to any other. */
        boolean hasOtherVersionThan(String other) {
            return !version.isEmpty() && !other.isEmpty() && !version.equals(other);
        }
    }
}
