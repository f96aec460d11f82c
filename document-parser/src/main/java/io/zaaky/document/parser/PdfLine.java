package io.zaaky.document.parser;

/**
 * A line of a page, or the part of it that stands in one column.
 *
 * @param x where it begins; all measures are in points, downwards and to the right
 * @param right where it ends
 * @param y its base line
 * @param size of the font
 * @param edge whether it stands near the upper or lower edge of the page
 */
record PdfLine(String text, float x, float right, float y, float size, boolean bold, boolean edge) {

    /** The same text on each page but for a number is what stands above or below every page. */
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
