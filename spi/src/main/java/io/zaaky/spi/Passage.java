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
 * @param score how well it fits, 0 to 1, comparable within one search
 * @param version the {@link Document#hash} of the document it is from; empty if unknown
 * @param start where the part begins, as in {@link Document.Chunk}; {@link Document.Chunk#UNKNOWN},
 *     and {@code end} too, if that is not known, such as for what was indexed without it
 * @param end the first code point behind the part
 * @param words those of {@link Evidence#words} that the part holds in any form, its title and
 *     headings included
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

    /** A passage of which it is not known which of the question's words it holds. */
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

    /** A passage of which it is not known where in its document it lies. */
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

    /** A passage of a document whose version is unknown, and its place in it too. */
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

    /** Whether it is known where in its document it lies. */
    public boolean isPlaced() {
        return start != Document.Chunk.UNKNOWN;
    }

    /** The same with another score. */
    public Passage scored(double other) {
        return new Passage(
                documentId, chunk, title, heading, url, text, other, version, start, end, words);
    }

    /** The same holding other words. */
    public Passage holding(List<String> others) {
        return new Passage(
                documentId, chunk, title, heading, url, text, score, version, start, end, others);
    }
}
