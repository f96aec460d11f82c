package io.zaaky.ingestion.web;

/**
 * What a server said with a page, to ask it later whether that has changed.
 *
 * @param url where the page was
 * @param etag empty if unknown
 * @param lastModified empty if unknown
 */
record Validators(String url, String etag, String lastModified) {
    static final Validators NONE = new Validators("", "", "");

    boolean areOf(WebUrl asked) {
        return url.equals(asked.toString()) && !(etag.isEmpty() && lastModified.isEmpty());
    }

    /** The value if it can be sent back as it came; else empty. */
    static String sane(String header) {
        boolean sane = header.length() <= 500 && header.chars().allMatch(c -> c >= ' ' && c < 127);
        return sane ? header : "";
    }
}
