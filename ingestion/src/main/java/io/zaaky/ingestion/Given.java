package io.zaaky.ingestion;

/**
 * What is known about a document from outside; it wins over what the document says of itself.
 *
 * @param title empty if unknown
 * @param url where a visitor can read it; empty if unknown. Only absolute http and https addresses
 *     are taken
 * @param charset as in a {@code Content-Type} header; empty if unknown. UTF-8 is tried first all
 *     the same
 */
public record Given(String title, String url, String charset) {

    public static final Given NOTHING = new Given("", "", "");
}
