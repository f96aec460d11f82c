package io.zaaky.ingestion;

/**
 * Facts about a document from outside, which take precedence over the document's own.
 *
 * @param title the title; empty if unknown
 * @param url where a visitor can read it; empty if unknown. Only absolute http and https addresses
 *     are accepted
 * @param charset the charset as in a {@code Content-Type} header; empty if unknown. UTF-8 is tried
 *     first in any case
 */
public record Given(String title, String url, String charset) {

    public static final Given NOTHING = new Given("", "", "");
}
