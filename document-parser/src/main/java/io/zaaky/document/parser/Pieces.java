package io.zaaky.document.parser;

import io.zaaky.document.parser.DocumentText.Placed;
import io.zaaky.document.parser.Piece.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the blocks of one section into pieces that fit a room. There is white space between pieces.
 */
final class Pieces {
    /** How full to make the parts of text that has no natural boundary. */
    private static final double FULL = 0.8;

    private static final int LONGEST_INTRODUCTION = 300; // UTF-16 units

    private final String text;
    private final Room room;
    private final List<Piece> pieces = new ArrayList<>();

    private Pieces(String text, Room room) {
        this.text = text;
        this.room = room;
    }

    static List<Piece> of(String text, List<Placed> section, Room room) {
        var all = new Pieces(text, room);
        for (int i = 0; i < section.size(); i++) {
            boolean proseFollows =
                    i + 1 == section.size()
                            || section.get(i + 1).block() instanceof Block.Paragraph;
            all.add(section.get(i), !proseFollows);
        }
        return all.glued();
    }

    private void add(Placed placed, boolean introduces) {
        Span span = placed.span();
        boolean prose =
                switch (placed.block()) {
                    case Block.Paragraph any -> true;
                    case Block.Heading any -> false;
                    case Block.Listing any -> false;
                    case Block.Table any -> false;
                    case Block.Code any -> false;
                };
        if (fits(span)) { // keep it whole, so that no list is split needlessly
            boolean leads = prose && introduces && span.length() < LONGEST_INTRODUCTION;
            pieces.add(new Piece(span, prose ? Kind.PROSE : Kind.FIXED, leads));
            return;
        }
        int at = span.start();
        for (String part : placed.block().parts()) {
            var line = new Span(at, at + part.length());
            if (prose) {
                Sentences.of(text, line).forEach(sentence -> sentence(sentence, Kind.PROSE));
            } else if (!part.isBlank()) {
                sentence(line, Kind.FIXED);
            }
            at = line.end() + 1;
        }
    }

    private boolean fits(Span span) {
        return room.share(span.of(text)) <= 1;
    }

    /**
     * Cuts a sentence only if it is longer than a chunk: between words if possible, otherwise
     * anywhere.
     */
    private void sentence(Span span, Kind kind) {
        if (fits(span)) {
            pieces.add(new Piece(span, kind));
            return;
        }
        Kind torn = kind == Kind.PROSE ? Kind.TORN : kind;
        List<Span> part = new ArrayList<>();
        int tokens = 0;
        for (Span word : Words.of(text, span)) {
            for (Span bit : bits(word)) {
                int more = Size.tokens(bit.of(text));
                boolean full =
                        part.size() >= Room.MOST_WORDS * FULL
                                || tokens + more > room.tokens() * FULL;
                if (full && !part.isEmpty()) {
                    pieces.add(new Piece(part.getFirst().to(part.getLast()), torn));
                    part.clear();
                    tokens = 0;
                }
                part.add(bit);
                tokens += more;
            }
        }
        pieces.add(new Piece(part.getFirst().to(part.getLast()), kind));
    }

    /**
     * Splits a run without spaces that is too long (a key, a script without spaces) into parts of
     * half a room.
     */
    private List<Span> bits(Span word) {
        int most = room.tokens() / 2;
        if (Size.tokens(word.of(text)) <= most) {
            return List.of(word);
        }
        List<Span> bits = new ArrayList<>();
        int from = word.start();
        int count = 0;
        for (int i = from; i < word.end(); i = text.offsetByCodePoints(i, 1)) {
            if (count + 3 > most) { // a code point has at most 3 tokens
                bits.add(new Span(from, i));
                from = i;
                count = 0;
            }
            count += Size.tokens(Character.toString(text.codePointAt(i)));
        }
        bits.add(new Span(from, word.end()));
        return bits;
    }

    private List<Piece> glued() {
        List<Piece> out = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!out.isEmpty() && out.getLast().introduces()) {
                Piece both = out.getLast().then(piece);
                if (fits(both.span())) {
                    out.set(out.size() - 1, both);
                    continue;
                }
            }
            out.add(piece);
        }
        return out;
    }
}
