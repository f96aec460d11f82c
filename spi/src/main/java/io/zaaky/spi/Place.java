package io.zaaky.spi;

/** Checks the position of a part in a document's text. */
final class Place {
    private Place() {}

    static void check(int start, int end) {
        boolean unknown = start == Document.Chunk.UNKNOWN && end == Document.Chunk.UNKNOWN;
        if (!unknown && (start < 0 || end < start)) {
            throw new IllegalArgumentException("not a place in a text: " + start + " to " + end);
        }
    }
}
