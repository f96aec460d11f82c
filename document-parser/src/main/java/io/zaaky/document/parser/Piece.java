package io.zaaky.document.parser;

/**
 * The smallest part that is not torn.
 *
 * @param introduces whether it belongs to what follows, such as the line above a list
 */
record Piece(Span span, Kind kind, boolean introduces) {

    /** What a piece is to those beside it. */
    enum Kind {
        /** Prose that ends where a sentence does. */
        PROSE,
        /** Words of a sentence that goes on in the next piece. */
        TORN,
        /** List, table, code: nothing of it is said again. */
        FIXED
    }

    Piece(Span span, Kind kind) {
        this(span, kind, false);
    }

    /** Both in one: prose that introduces something, and that. */
    Piece then(Piece next) {
        return new Piece(span.to(next.span), next.kind, next.introduces);
    }
}
