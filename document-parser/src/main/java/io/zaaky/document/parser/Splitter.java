package io.zaaky.document.parser;

import io.zaaky.spi.Document.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a document along its headings and paragraphs into chunks of about 200 words, which,
 * together with title and headings, fit into 512 word pieces.
 *
 * <p>A chunk's text is exactly the part of {@link DocumentText} between its {@code start} and
 * {@code end}. Chunks are in order: each begins and ends after the previous one. No text is lost:
 * between two chunks there is only white space and headings. These headings are in the path of the
 * second chunk, or were dropped from its path because the path is too long, or repeat the title.
 * Text is repeated only where running prose is cut: see {@link Overlap}.
 */
final class Splitter {
    /** Must change whenever the same content results in another document; part of the hash. */
    static final int VERSION = 3;

    private static final double AIM = 0.8;
    private static final double TINY = 0.4;

    private final String title;
    private final String text;

    private Splitter(String title, String text) {
        this.title = title;
        this.text = text;
    }

    static List<Chunk> split(String title, DocumentText document) {
        var splitter = new Splitter(title, document.text());
        List<Draft> drafts = new ArrayList<>();
        for (Section section : Section.of(title, document.blocks())) {
            Room room = Room.beside(title, Draft.heading(section.path()));
            drafts.addAll(Packing.of(document.text(), section, room, AIM));
        }
        return splitter.chunks(splitter.merge(drafts));
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
        return Room.beside(title, draft.heading()).share(draft.span().of(text));
    }

    private List<Chunk> chunks(List<Draft> drafts) {
        List<Chunk> chunks = new ArrayList<>();
        int unit = 0; // UTF-16
        int point = 0; // the same position in code points
        for (Draft draft : drafts) {
            Span span = draft.span();
            point += text.codePointCount(unit, span.start());
            unit = span.start();
            int end = point + text.codePointCount(unit, span.end());
            chunks.add(new Chunk(draft.heading(), span.of(text), point, end));
        }
        return chunks;
    }
}
