package io.zaaky.document.parser;

/**
 * A line of a page, or the part of it in one column.
 *
 * @param x where it begins; all coordinates are in points, downwards and to the right
 * @param right where it ends
 * @param y its baseline
 * @param size the size of the font
 * @param edge whether it is near the upper or lower edge of the page
 */
record PdfLine(String text, float x, float right, float y, float size, boolean bold, boolean edge) {

    /**
     * The text without its numbers: text that is equal on every page except for numbers is a header
     * or footer.
     */
    String key() {
        return text.replaceAll("\\d+", "#").replaceAll("\\s+", " ").strip();
    }

    PdfLine with(PdfLine next) {
        return new PdfLine(
                text + " " + next.text,
                Math.min(x, next.x),
                Math.max(right, next.right),
                y,
                Math.max(size, next.size),
                bold && next.bold,
                edge);
    }
}
