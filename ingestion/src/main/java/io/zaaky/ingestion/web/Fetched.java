package io.zaaky.ingestion.web;

import io.zaaky.ingestion.MediaKind;

/** The result of requesting a page. */
sealed interface Fetched {

    /**
     * The page was fetched.
     *
     * @param url the final address after redirects
     * @param type the value of {@code Content-Type}
     * @param robots the value of {@code X-Robots-Tag}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(
            WebUrl url, String type, String etag, String lastModified, String robots, byte[] body)
            implements Fetched {
        static boolean isReadable(String contentType) {
            return MediaKind.ofContentType(contentType).isPresent();
        }

        /** The kind of a page that {@link #isReadable can be read}. */
        MediaKind kind() {
            return MediaKind.ofContentType(type).orElseThrow();
        }

        /** The charset; empty if none is named. */
        String charset() {
            return MediaKind.charsetOf(type);
        }
    }

    /** The page has not changed. */
    record Unchanged() implements Fetched {}

    /** The page no longer exists. */
    record Gone(String reason) implements Fetched {}

    /** The page exists but is not wanted: robots.txt forbids it, or its type cannot be read. */
    record Unwanted(String reason) implements Fetched {}

    /**
     * The page cannot be fetched at the moment.
     *
     * @param status the HTTP status; 0 if there was no answer
     * @param reason a sentence for people who look at the state of documents
     * @param detail additional information only for the log; may be empty
     * @param down whether the problem is the server rather than the page
     */
    record Failed(int status, String reason, String detail, boolean down) implements Fetched {}
}
