package io.zaaky.document.parser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Collects the lines of each page in the order in which they are to be read. What draws the pages
 * is counted: a form may draw others, each of which draws others again.
 */
final class PdfPages extends PDFTextStripper {
    private static final float GAP = 1.5f; // of a font's size: wider is no space between words

    private static final float EDGE = 0.12f; // of a page's height

    private static final int DEEPEST_FORM = 20;
    private static final int MOST_ON_A_PAGE = 500_000; // letters

    private final Limits limits;
    private final List<List<PdfLine>> pages = new ArrayList<>();
    private List<List<PdfLine>> lines = new ArrayList<>(); // each in pieces between wide gaps
    private List<PdfLine> line = new ArrayList<>();
    private int characters;
    private int letters; // of the page
    private int operators;
    private int forms;
    private int depth;

    /**
     * @param limits characters, operators and forms
     */
    PdfPages(Limits limits) {
        this.limits = limits;
    }

    List<List<PdfLine>> pages() {
        return pages;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        operators++;
        if (operators > limits.operators()) {
            throw tooMuchDrawn();
        }
        super.processOperator(operator, operands);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        forms++;
        if (forms > limits.forms()) {
            throw tooMuchDrawn();
        }
        if (depth == DEEPEST_FORM) {
            throw Refusal.tooDeep();
        }
        depth++;
        super.showForm(form);
        depth--;
    }

    @Override
    protected void processTextPosition(TextPosition letter) {
        letters++;
        if (letters > MOST_ON_A_PAGE) {
            throw new Refusal(
                    "A page of it has more letters than are taken: at most "
                            + MOST_ON_A_PAGE
                            + ".");
        }
        super.processTextPosition(letter);
    }

    private static Refusal tooMuchDrawn() {
        return new Refusal("Its pages draw more than is taken, or the same thing too often.");
    }

    @Override
    protected void startPage(PDPage page) {
        letters = 0;
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
        if (characters > limits.characters()) {
            throw Refusal.tooMuchText(limits.characters());
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
