package io.zaaky.ingestion;

import java.util.ArrayList;
import java.util.List;

/** Cuts the blocks of one section into pieces that fit a room. */
final class Pieces {
    /** How full a part is made of what can only be cut anywhere. */
    private static final double FULL = 0.8;

    private final Room room;
    private final List<Piece> pieces = new ArrayList<>();

    private Pieces(Room room) {
        this.room = room;
    }

    static List<Piece> of(List<Block> section, Room room) {
        var all = new Pieces(room);
        for (int i = 0; i < section.size(); i++) {
            boolean proseFollows =
                    i + 1 == section.size() || section.get(i + 1) instanceof Block.Paragraph;
            all.add(section.get(i), !proseFollows);
        }
        return all.glued();
    }

    private void add(Block block, boolean introduces) {
        switch (block) {
            case Block.Paragraph(String text) -> paragraph(text, introduces && text.length() < 300);
            case Block.Listing(List<String> items) -> lines(items);
            case Block.Table table -> lines(table.lines());
            case Block.Code(String text) -> lines(text.lines().toList());
            case Block.Heading(int level, String text) -> paragraph(text, false);
        }
    }

    private void paragraph(String text, boolean introduces) {
        if (room.share(text) <= 1) {
            pieces.add(new Piece(text, Piece.PARAGRAPH, introduces));
            return;
        }
        String joint = Piece.PARAGRAPH;
        for (String line : text.lines().toList()) {
            for (String sentence : Sentences.of(line)) {
                sentence(sentence, joint);
                joint = Piece.SENTENCE;
            }
            joint = Piece.LINE;
        }
    }

    /** All lines as one piece if they fit, so that no list is torn that need not be. */
    private void lines(List<String> lines) {
        String all = String.join("\n", lines);
        if (room.share(all) <= 1) {
            pieces.add(new Piece(all, Piece.PARAGRAPH));
            return;
        }
        String joint = Piece.PARAGRAPH;
        for (String line : lines) {
            if (!line.isBlank()) {
                sentence(line, joint);
                joint = Piece.LINE;
            }
        }
    }

    /** Only a sentence that is longer than a chunk is cut: between words, and then anywhere. */
    private void sentence(String text, String joint) {
        if (room.share(text) <= 1) {
            pieces.add(new Piece(text, joint));
            return;
        }
        String before = joint;
        var part = new StringBuilder();
        int words = 0;
        int tokens = 0;
        for (String word : CleanText.collapse(text).split(" ", -1)) {
            for (String bit : bits(word)) {
                int more = Size.tokens(bit);
                if (words == Room.MOST_WORDS * FULL || tokens + more > room.tokens() * FULL) {
                    before = take(part, before);
                    words = 0;
                    tokens = 0;
                }
                part.append(part.isEmpty() ? "" : " ").append(bit);
                words++;
                tokens += more;
            }
        }
        take(part, before);
    }

    private String take(StringBuilder part, String joint) {
        if (part.isEmpty()) {
            return joint;
        }
        pieces.add(new Piece(part.toString(), joint));
        part.setLength(0);
        return Piece.SENTENCE;
    }

    /** A word that is no word (a key, a script without spaces) in parts of half a room. */
    private List<String> bits(String word) {
        int most = room.tokens() / 2;
        if (Size.tokens(word) <= most) {
            return List.of(word);
        }
        List<String> bits = new ArrayList<>();
        int from = 0;
        int count = 0;
        for (int i = 0; i < word.length(); i = word.offsetByCodePoints(i, 1)) {
            if (count + 3 > most) { // no code point has more than 3 tokens
                bits.add(word.substring(from, i));
                from = i;
                count = 0;
            }
            count += Size.tokens(Character.toString(word.codePointAt(i)));
        }
        bits.add(word.substring(from));
        return bits;
    }

    private List<Piece> glued() {
        List<Piece> out = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!out.isEmpty() && out.getLast().introduces()) {
                Piece both = out.getLast().then(piece);
                if (room.share(both.text()) <= 1) {
                    out.set(out.size() - 1, both);
                    continue;
                }
            }
            out.add(piece);
        }
        return out;
    }
}
