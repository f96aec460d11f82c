package io.zaaky.app.chat;

import java.util.Optional;

/**
 * A passage that an answer's search found then, or finds now.
 *
 * @param documentId the document's id
 * @param chunk the number of the part within the document, from 0
 * @param title the document's title, as far as it is known
 * @param then empty if it was not found
 * @param now empty if it is not found
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

    /** What became of it. */
    public enum Change {
        /** Found in the same place, from the same version of the document. */
        SAME,
        /** Found with another rank or score, from the same version. */
        MOVED,
        /** The document has another version now; the passage may be found or not. */
        DOCUMENT_CHANGED,
        /** No longer found. */
        GONE,
        /** Found now, but not then. */
        NEW,
        /** Found now; what was found then was not kept. */
        UNKNOWN
    }

    /**
     * Where it stood.
     *
     * @param rank from 1
     * @param version the document's hash; empty if unknown
     */
    public record Place(int rank, double score, String version) {

        /** Scores that look the same to people are the same. */
        boolean isAs(Place other) {
            return rank == other.rank && rounded(score) == rounded(other.score);
        }

        private static long rounded(double score) {
            return Math.round(score * 1000);
        }

        /** Unknown versions are not told apart. */
        boolean hasOtherVersionThan(String other) {
            return !version.isEmpty() && !other.isEmpty() && !version.equals(other);
        }
    }
}
