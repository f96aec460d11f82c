package io.zaaky.ingestion;

import io.zaaky.spi.Document.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a document along its headings and paragraphs into chunks of about 200 words, which fit 512
 * word pieces together with title and headings. No text is lost, repeated or reordered, but for a
 * table's header, which is in each of its rows.
 */
final class Splitter {
    /** Another number wherever the same document is split otherwise; it is part of the hash. */
    static final int VERSION = 1;

    private static final double AIM = 0.8;
    private static final double TINY = 0.4;

    private final String title;

    private Splitter(String title) {
        this.title = title;
    }

    static List<Chunk> split(String title, List<Block> blocks) {
        var splitter = new Splitter(title);
        List<Draft> drafts = new ArrayList<>();
        for (Section section : Section.of(title, blocks)) {
            drafts.addAll(splitter.pack(section));
        }
        return splitter.merge(drafts).stream().map(Draft::chunk).toList();
    }

    /** Chunks of about the same length, rather than full ones and a rest. */
    private List<Draft> pack(Section section) {
        Room room = Room.beside(title, String.join(Draft.ARROW, section.path()));
        List<Piece> pieces = Pieces.of(section.body(), room);
        double all = pieces.stream().mapToDouble(piece -> room.share(piece.text())).sum();
        double aim = all <= 1 ? 1 : all / Math.ceil(all / AIM);
        List<Draft> drafts = new ArrayList<>();
        var text = new StringBuilder();
        double share = 0;
        for (Piece piece : pieces) {
            double more = room.share(piece.text());
            boolean full = share + more > 1 || share + more / 2 > aim;
            if (full && !text.isEmpty()) {
                drafts.add(new Draft(section.path(), text.toString()));
                text.setLength(0);
                share = 0;
            }
            text.append(text.isEmpty() ? "" : piece.joint()).append(piece.text());
            share += more;
        }
        drafts.add(new Draft(section.path(), text.toString()));
        return drafts;
    }

    private List<Draft> merge(List<Draft> drafts) {
        List<Draft> merged = new ArrayList<>();
        for (Draft next : drafts) {
            if (!merged.isEmpty() && merged.getLast().isNear(next)) {
                Draft last = merged.getLast();
                Draft both = last.with(next);
                if ((isTiny(last) || isTiny(next)) && share(both) <= AIM) {
                    merged.set(merged.size() - 1, both);
                    continue;
                }
            }
            merged.add(next);
        }
        return merged;
    }

    private boolean isTiny(Draft draft) {
        return share(draft) < TINY;
    }

    private double share(Draft draft) {
        return Room.beside(title, draft.heading()).share(draft.text());
    }
}
