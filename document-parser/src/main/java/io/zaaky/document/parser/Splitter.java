package io.zaaky.document.parser;

import io.zaaky.spi.Document.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a document along its headings and paragraphs into chunks of about 200 words, which fit 512
 * word pieces together with title and headings.
 *
 * <p>A chunk's text is exactly what {@link DocumentText} has between its {@code start} and {@code
 * end}. Chunks are in order, each begins and ends behind the one before, and no text is lost: what
 * lies between two is white space, and headings that are in the path of the second, are cut off
 * from it as it is too long, or say the title. Only running prose that is cut is said twice: see
 * {@link Overlap}.
 */
final class Splitter {
    /** Another number wherever the same content makes another document; it is part of the hash. */
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
        int point = 0; // the same place in code points
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
