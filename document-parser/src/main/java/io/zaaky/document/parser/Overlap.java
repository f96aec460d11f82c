package io.zaaky.document.parser;

import io.zaaky.document.parser.Piece.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk says again of the one before it in the same section, so that its first sentence does
 * not stand alone: its last sentences, or words where a sentence is cut. Prose only.
 */
final class Overlap {
    /** At most this share of a chunk. */
    private static final double MOST = 0.15;

    private Overlap() {}

    /**
     * Where the next chunk begins.
     *
     * @param before the chunk before, not empty
     * @param next the first piece that is new
     * @return the beginning of {@code next} if nothing is said again
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

    /** Of the prose that the chunk ends with. */
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
