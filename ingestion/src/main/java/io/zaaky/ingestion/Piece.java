package io.zaaky.ingestion;

/**
 * The smallest part that is not torn.
 *
 * @param joint what stands between it and the piece before it, in the same chunk
 * @param introduces whether it belongs to what follows, such as the line above a list
 */
record Piece(String text, String joint, boolean introduces) {

    static final String PARAGRAPH = "\n\n";
    static final String LINE = "\n";
    static final String SENTENCE = " ";

    Piece(String text, String joint) {
        this(text, joint, false);
    }

    Piece then(Piece next) {
        return new Piece(text + next.joint + next.text, joint, next.introduces);
    }
}
