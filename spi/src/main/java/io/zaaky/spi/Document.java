package io.zaaky.spi;

import java.util.List;

/**
 * A document, split and ready to be indexed.
 *
 * @param id its id within the chatbot, 1 to 200 characters
 * @param title the title, shown to visitors and searched
 * @param url where a visitor can read it; empty if nowhere
 * @param hash a value that changes whenever any indexed content changes; opaque to the index
 * @param chunks its parts, in order
 */
public record Document(String id, String title, String url, String hash, List<Chunk> chunks) {
    public Document {
        if (id.isEmpty() || id.length() > 200) {
            throw new IllegalArgumentException("a document's id has 1 to 200 characters");
        }
        chunks = List.copyOf(chunks);
    }

    /**
     * A part of a document.
     *
     * <p>{@code start} and {@code end} give its position in the text of the document as it was
     * read, in Unicode code points from 0; {@code end} is exclusive. The code that splits the
     * document defines what that text is. Parts may overlap.
     *
     * @param heading the path of headings above it, such as {@code Opening hours > Sundays}; empty
     *     if none
     * @param text the text that a passage shows; not blank
     * @param start the position of the first code point; {@link #UNKNOWN}, like {@code end}, if
     *     unknown
     */
    public record Chunk(String heading, String text, int start, int end) {

        /** An unknown position. */
        public static final int UNKNOWN = -1;

        public Chunk {
            Place.check(start, end);
        }

        /** A part whose position is unknown. */
        public Chunk(String heading, String text) {
            this(heading, text, UNKNOWN, UNKNOWN);
        }
    }
}
