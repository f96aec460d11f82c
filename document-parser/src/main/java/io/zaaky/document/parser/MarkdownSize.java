package io.zaaky.document.parser;

/**
 * Limits the size of what a Markdown text can become, before it is parsed: the parser fills each
 * row of a table up to the header's width, and creates a node for each mark.
 */
final class MarkdownSize {
    private final Meter meter;
    private long columns; // of the possibly open table; 0 if none

    private MarkdownSize(Meter meter) {
        this.meter = meter;
    }

    /**
     * Counts, erring on the high side.
     *
     * @param markdown clean text
     * @throws Refusal if the text may exceed a limit
     */
    static void check(String markdown, Meter meter) {
        var size = new MarkdownSize(meter);
        markdown.lines().forEach(size::line);
    }

    private void line(String line) {
        long marks = 1; // the end of the line
        long bars = 0;
        boolean rule = true; // whether only rule characters, as below a header
        boolean blank = true;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            bars += c == '|' ? 1 : 0;
            marks += "*_[]!<`&\\:|".indexOf(c) >= 0 ? 1 : 0;
            rule &= "|:- \t>".indexOf(c) >= 0;
            blank &= c == ' ' || c == '\t' || c == '>';
        }
        meter.marks(marks);
        if (blank) {
            columns = 0;
        } else if (rule && line.indexOf('-') >= 0) {
            columns = Math.max(columns, bars + 1);
        }
        meter.cells(columns);
    }
}
