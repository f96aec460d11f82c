package io.zaaky.document.parser;

/**
 * A part of a text.
 *
 * @param start where it begins, in UTF-16 units
 * @param end where it ends, exclusive
 */
record Span(int start, int end) {

    int length() {
        return end - start;
    }

    String of(String text) {
        return text.substring(start, end);
    }

    Span to(Span last) {
        return new Span(start, last.end);
    }
}
