package io.zaaky.document.parser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.ResourceCache;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Collects the lines of each page in reading order. Drawing is counted, because a form may draw
 * other forms, each of which may draw others again. Patterns, the glyphs of Type 3 fonts, soft
 * masks and annotations can draw as well, but are not drawn here.
 */
final class PdfPages extends PDFTextStripper {
    private static final float GAP = 1.5f; // times the font size; a wider gap is not a word space

    private static final float EDGE = 0.12f; // of a page's height

    private static final int MOST_PAGES = 20_000;
    private static final int DEEPEST_FORM = 20;
    private static final int DEEPEST_STATE = 10_000; // saved graphics states
    private static final int DEEPEST_MARK = 10_000; // nested marked contents
    private static final int MOST_LETTERS = 10_000_000;
    private static final int MOST_ON_A_PAGE = 200_000; // letters
    private static final int LONGEST_LINE = 4_000; // characters; a longer line is split
    private static final int FAILURE = 20; // a failure counts as this many operators

    private final Limits limits;
    private final PdfContents contents = new PdfContents();
    private final List<List<PdfLine>> pages = new ArrayList<>();
    private List<List<PdfLine>> lines = new ArrayList<>(); // each in pieces, split at wide gaps
    private List<PdfLine> line = new ArrayList<>();
    private int inLine; // characters of the line
    private int characters;
    private int letters;
    private int lettersBefore; // of the previous pages
    private long operators;
    private int forms;
    private int depth;
    private int marks;

    /**
     * @param limits the limits of characters, operators and forms
     */
    PdfPages(Limits limits) {
        this.limits = limits;
    }

    List<List<PdfLine>> pages() {
        return pages;
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        super.processPage(new CountedPage(page));
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        contents.operatorEnds();
        operators(1);
        super.processOperator(operator, operands);
    }

    @Override
    protected void operatorException(
            Operator operator, List<COSBase> operands, IOException exception) throws IOException {
        operators(FAILURE);
        super.operatorException(operator, operands, exception);
    }

    private void operators(int more) {
        operators += more;
        if (operators > limits.operators()) {
            throw PdfContents.tooMuchDrawn();
        }
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        depth++;
        if (depth > DEEPEST_FORM) {
            throw Refusal.tooDeep();
        }
        forms += depth; // nested forms multiply
        if (forms > limits.forms()) {
            throw PdfContents.tooMuchDrawn();
        }
        var counted = new CountedForm(form);
        try {
            super.showForm(counted);
        } finally {
            counted.close();
            depth--;
        }
    }

    /** A form whose colours are mixed before it is drawn on the page. */
    @Override
    public void showTransparencyGroup(PDTransparencyGroup form) throws IOException {
        showForm(form);
    }

    @Override
    protected void showText(byte[] text) throws IOException {
        if (getGraphicsState().getTextState().getFont() instanceof PDType3Font font) {
            contents.count(font, text);
        }
        super.showText(text);
    }

    @Override
    public void saveGraphicsState() {
        if (getGraphicsStackSize() >= DEEPEST_STATE) {
            throw Refusal.tooDeep();
        }
        super.saveGraphicsState();
    }

    /** Some programs begin marked contents but never end them; deeper ones are ignored. */
    @Override
    public void beginMarkedContentSequence(COSName tag, COSDictionary properties) {
        marks++;
        if (marks <= DEEPEST_MARK) {
            super.beginMarkedContentSequence(tag, properties);
        }
    }

    @Override
    public void endMarkedContentSequence() {
        if (marks <= DEEPEST_MARK) {
            super.endMarkedContentSequence();
        }
        marks = Math.max(0, marks - 1);
    }

    @Override
    protected void processTextPosition(TextPosition letter) {
        letters++;
        if (letters - lettersBefore > MOST_ON_A_PAGE) {
            throw tooManyLetters("A page of it has", MOST_ON_A_PAGE);
        }
        if (letters > MOST_LETTERS) {
            throw tooManyLetters("Its pages have", MOST_LETTERS);
        }
        super.processTextPosition(letter);
    }

    private static Refusal tooManyLetters(String where, int most) {
        return new Refusal(where + " more letters than are taken: at most " + most + ".");
    }

    @Override
    protected void startPage(PDPage page) {
        if (pages.size() == MOST_PAGES) {
            throw new Refusal("It has more pages than are taken: at most " + MOST_PAGES + ".");
        }
        lettersBefore = letters;
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
        if (inLine > LONGEST_LINE) {
            lineEnds();
        }
        inLine += text.length();
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
        inLine = 0;
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

    /** A page whose contents are counted while they are read. */
    private final class CountedPage extends PDPage {
        private final PDPage page;

        CountedPage(PDPage page) {
            super(page.getCOSObject());
            this.page = page;
        }

        @Override
        public PDResources getResources() {
            return page.getResources();
        }

        @Override
        public ResourceCache getResourceCache() {
            return page.getResourceCache();
        }

        @Override
        public RandomAccessRead getContentsForStreamParsing() {
            return contents.open(page.getCOSObject());
        }
    }

    /** A form that is counted while it is read. */
    private final class CountedForm extends PDFormXObject {
        private final PDFormXObject form;
        private final List<RandomAccessRead> opened = new ArrayList<>();

        CountedForm(PDFormXObject form) {
            super(form.getCOSObject());
            this.form = form;
        }

        @Override
        public PDResources getResources() {
            return form.getResources();
        }

        @Override
        public RandomAccessRead getContentsForStreamParsing() {
            RandomAccessRead reading = contents.open(List.of(form.getCOSObject()));
            opened.add(reading);
            return reading;
        }

        void close() throws IOException {
            for (RandomAccessRead each : opened) {
                each.close();
            }
        }
    }
}
