package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/** Fills chunks with the pieces of one section. */
final class Packing {
    private final String text;
    private final Section section;
    private final Room room;
    private final double aim;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Piece> open = new ArrayList<>(); // of the chunk being filled
    private int start; // of that chunk; before its first piece if it repeats text
    private double repeated; // as a share of the room
    private double share; // including repeated text

    private Packing(String text, Section section, Room room, double full) {
        this.text = text;
        this.section = section;
        this.room = room;
        double all = room.share(section.span().of(text));
        aim = all <= 1 ? 1 : all / Math.ceil(all / full);
    }

    /**
     * Returns chunks of about equal length, rather than full chunks and a remainder.
     *
     * @param full how full a chunk is at most, on average
     */
    static List<Draft> of(String text, Section section, Room room, double full) {
        var packing = new Packing(text, section, room, full);
        Pieces.of(text, section.body(), room).forEach(packing::add);
        packing.end();
        return packing.drafts;
    }

    private void add(Piece piece) {
        if (open.isEmpty()) {
            begin(piece.span().start(), piece);
        } else if (isFull(piece)) {
            int from = Overlap.start(text, open, piece, room);
            end();
            begin(from, piece);
        } else {
            share = grown(piece);
            open.add(piece);
        }
    }

    private void begin(int from, Piece piece) {
        start = from;
        share = room.share(text.substring(from, piece.span().end()));
        repeated = share - share(piece);
        open.add(piece);
    }

    private void end() {
        var span = new Span(start, open.getLast().span().end());
        drafts.add(
                drafts.isEmpty()
                        ? new Draft(section.path(), section.starts(), span)
                        : Draft.further(section.path(), span));
        open.clear();
    }

    private boolean isFull(Piece next) {
        return grown(next) > 1 || share - repeated + share(next) / 2 > aim;
    }

    private double grown(Piece next) {
        boolean wordGoesOn = open.getLast().span().end() == next.span().start();
        return wordGoesOn
                ? room.share(text.substring(start, next.span().end()))
                : share + share(next);
    }

    private double share(Piece piece) {
        return room.share(piece.span().of(text));
    }
}
