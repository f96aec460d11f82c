package io.zaaky.document.parser;

/**
 * The smallest part of a text that is not split.
 *
 * @param introduces whether it belongs to the next piece, like the line above a list
 */
record Piece(Span span, Kind kind, boolean introduces) {

    /** How a piece relates to its neighbours. */
    enum Kind {
        /** Prose that ends with a sentence. */
        PROSE,
        /** Words of a sentence that continues in the next piece. */
        TORN,
        /** List, table or code, which is never repeated. */
        FIXED
    }

    Piece(Span span, Kind kind) {
        this(span, kind, false);
    }

    /** Joins prose that introduces something with what it introduces. */
    Piece then(Piece next) {
        return new Piece(span.to(next.span), next.kind, next.introduces);
    }
}
