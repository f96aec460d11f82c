package io.zaaky.document.parser;

/**
 * What is known about a document from outside; it wins over what the document says of itself.
 *
 * @param title empty if unknown
 * @param url where a visitor can read it; empty if unknown
 * @param charset as in a {@code Content-Type} header; empty if unknown
 */
record Given(String title, String url, String charset) {
    static final Given NOTHING = new Given("", "", "");
}
