package io.zaaky.spi;

import java.util.List;

/**
 * A part of a document that a search found.
 *
 * @param documentId the document's id within the chatbot
 * @param chunk the number of the part within the document, from 0
 * @param title the document's title
 * @param heading the path of headings above the part, such as {@code Opening hours > Sundays};
 *     empty if none
 * @param url where a visitor can read the document; empty if nowhere
 * @param text the part itself
 * @param score how well the part matches, 0 to 1, comparable within one search
 * @param version the {@link Document#hash} of its document; empty if unknown
 * @param start where the part begins, as in {@link Document.Chunk}; {@link Document.Chunk#UNKNOWN},
 *     like {@code end}, if the position is unknown, for example because the part was indexed
 *     without it
 * @param end where the part ends, exclusive
 * @param words those of {@link Evidence#words} that occur in the part, its title or its headings,
 *     in any form
 */
public record Passage(
        String documentId,
        int chunk,
        String title,
        String heading,
        String url,
        String text,
        double score,
        String version,
        int start,
        int end,
        List<String> words) {

    public Passage {
        Place.check(start, end);
        words = List.copyOf(words);
    }

    /** A passage without information on which of the question's words it contains. */
    public Passage(
            String documentId,
            int chunk,
            String title,
            String heading,
            String url,
            String text,
            double score,
            String version,
            int start,
            int end) {
        this(documentId, chunk, title, heading, url, text, score, version, start, end, List.of());
    }

    /** A passage whose position in its document is unknown. */
    public Passage(
            String documentId,
            int chunk,
            String title,
            String heading,
            String url,
            String text,
            double score,
            String version) {
        this(
                documentId,
                chunk,
                title,
                heading,
                url,
                text,
                score,
                version,
                Document.Chunk.UNKNOWN,
                Document.Chunk.UNKNOWN);
    }

    /** A passage whose version and position in its document are unknown. */
    public Passage(
            String documentId,
            int chunk,
            String title,
            String heading,
            String url,
            String text,
            double score) {
        this(documentId, chunk, title, heading, url, text, score, "");
    }

    /** Whether its position in its document is known. */
    public boolean isPlaced() {
        return start != Document.Chunk.UNKNOWN;
    }

    /** The same passage with another score. */
    public Passage scored(double other) {
        return new Passage(
                documentId, chunk, title, heading, url, text, other, version, start, end, words);
    }

    /** The same passage with other {@code words}. */
    public Passage holding(List<String> others) {
        return new Passage(
                documentId, chunk, title, heading, url, text, score, version, start, end, others);
    }
}
