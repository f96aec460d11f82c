package io.zaaky.document.parser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Collects the lines of each page in the order in which they are to be read. */
final class PdfPages extends PDFTextStripper {
    private static final float GAP = 1.5f; // of a font's size: wider is no space between words

    private static final float EDGE = 0.12f; // of a page's height

    private final int limit;
    private final List<List<PdfLine>> pages = new ArrayList<>();
    private List<List<PdfLine>> lines = new ArrayList<>(); // each in pieces between wide gaps
    private List<PdfLine> line = new ArrayList<>();
    private int characters;

    /**
     * @param limit characters
     */
    PdfPages(int limit) {
        this.limit = limit;
    }

    List<List<PdfLine>> pages() {
        return pages;
    }

    @Override
    protected void startPage(PDPage page) {
        lines = new ArrayList<>();
        line = new ArrayList<>();
    }

    @Override
    protected void endPage(PDPage page) {
        lineEnds();
        pages.add(PdfColumns.order(lines, page.getCropBox().getWidth()));
    }

    @Override
    protected void writeString(String text, List<TextPosition> positions) {
        if (text.isBlank() || positions.isEmpty()) {
            return;
        }
        characters += text.length();
        if (characters > limit) {
            throw Refusal.tooMuchText(limit);
        }
        TextPosition first = positions.getFirst();
        TextPosition last = positions.getLast();
        float size = first.getFontSizeInPt() > 0 ? first.getFontSizeInPt() : 1;
        String font = String.valueOf(first.getFont().getName());
        var word =
                new PdfLine(
                        text,
                        first.getXDirAdj(),
                        last.getXDirAdj() + last.getWidthDirAdj(),
                        first.getYDirAdj(),
                        size,
                        font.contains("Bold") || font.contains("Black"),
                        isEdge(first.getYDirAdj() / first.getPageHeight()));
        if (line.isEmpty()) {
            line.add(word);
            return;
        }
        float gap = word.x() - line.getLast().right();
        if (gap > GAP * size || gap < -GAP * size) {
            line.add(word);
        } else {
            line.set(line.size() - 1, line.getLast().with(word));
        }
    }

    private static boolean isEdge(float y) {
        return y < EDGE || y > 1 - EDGE;
    }

    @Override
    protected void writeLineSeparator() {
        lineEnds();
    }

    private void lineEnds() {
        if (!line.isEmpty()) {
            lines.add(line);
            line = new ArrayList<>();
        }
    }

    @Override
    protected void writeWordSeparator() {}

    @Override
    protected void writeParagraphStart() throws IOException {
        lineEnds();
    }

    @Override
    protected void writeParagraphEnd() {}

    @Override
    protected void writePageStart() {}

    @Override
    protected void writePageEnd() {}
}
