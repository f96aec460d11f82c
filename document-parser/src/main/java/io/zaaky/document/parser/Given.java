package io.zaaky.document.parser;

/**
 * Facts about a document from outside, which take precedence over the document's own.
 *
 * @param title the title; empty if unknown
 * @param url where a visitor can read it; empty if unknown
 * @param charset the charset as in a {@code Content-Type} header; empty if unknown
 */
record Given(String title, String url, String charset) {
    static final Given NOTHING = new Given("", "", "");
}
