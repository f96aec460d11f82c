package io.zaaky.document.parser;

import io.zaaky.document.parser.Piece.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk repeats from the previous chunk of the same section, so that its first sentence has
 * context: the last sentences, or the last words if a sentence is cut. Only prose is repeated.
 */
final class Overlap {
    /** The largest share of a chunk that may be repeated text. */
    private static final double MOST = 0.15;

    private Overlap() {}

    /**
     * The position at which the next chunk begins.
     *
     * @param before the previous chunk, not empty
     * @param next the first new piece
     * @return the beginning of {@code next} if nothing is repeated
     */
    static int start(String text, List<Piece> before, Piece next, Room room) {
        int start = next.span().start();
        Piece last = before.getLast();
        if (next.kind() == Kind.FIXED || last.kind() == Kind.FIXED) {
            return start;
        }
        double most = Math.min(MOST, 1 - room.share(next.span().of(text)));
        List<Span> units =
                last.kind() == Kind.TORN ? Words.of(text, last.span()) : sentences(text, before);
        for (Span unit : units.reversed()) {
            boolean all = unit.start() == before.getFirst().span().start();
            String again = text.substring(unit.start(), last.span().end());
            if (all || room.share(again) > most) {
                break;
            }
            start = unit.start();
        }
        return start;
    }

    /** The sentences of the prose at the end of the chunk. */
    private static List<Span> sentences(String text, List<Piece> chunk) {
        List<Span> sentences = new ArrayList<>();
        for (Piece piece : chunk) {
            if (piece.kind() == Kind.FIXED) {
                sentences.clear();
            } else {
                sentences.addAll(Sentences.of(text, piece.span()));
            }
        }
        return sentences;
    }
}
