package io.zaaky.ingestion.web;

import io.zaaky.ingestion.MediaKind;

/** What became of a page that was asked for. */
sealed interface Fetched {

    /**
     * It is there.
     *
     * @param url where it was in the end
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

        /** Of one that {@link #isReadable can be read}. */
        MediaKind kind() {
            return MediaKind.ofContentType(type).orElseThrow();
        }

        /** Empty if none is named. */
        String charset() {
            return MediaKind.charsetOf(type);
        }
    }

    /** It is what it was. */
    record Unchanged() implements Fetched {}

    /** It is no more. */
    record Gone(String reason) implements Fetched {}

    /** It is there, but not for us: robots.txt forbids it, or it is nothing to read. */
    record Unwanted(String reason) implements Fetched {}

    /**
     * It can't be had for the moment.
     *
     * @param status 0 if none came
     * @param reason for whoever looks at the documents' states
     * @param detail for the log alone; may be empty
     * @param down whether the server, rather than the page, is the trouble
     */
    record Failed(int status, String reason, String detail, boolean down) implements Fetched {}
}
