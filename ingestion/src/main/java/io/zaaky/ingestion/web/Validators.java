package io.zaaky.ingestion.web;

/**
 * The validators that a server sent with a page, for asking later whether the page has changed.
 *
 * @param url the address of the page
 * @param etag empty if unknown
 * @param lastModified empty if unknown
 */
record Validators(String url, String etag, String lastModified) {
    static final Validators NONE = new Validators("", "", "");

    boolean areOf(WebUrl asked) {
        return url.equals(asked.toString()) && !(etag.isEmpty() && lastModified.isEmpty());
    }

    /** The value if it can be sent back unchanged, otherwise empty. */
    static String sane(String header) {
        boolean sane = header.length() <= 500 && header.chars().allMatch(c -> c >= ' ' && c < 127);
        return sane ? header : "";
    }
}
