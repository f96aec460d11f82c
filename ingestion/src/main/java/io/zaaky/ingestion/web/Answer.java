package io.zaaky.ingestion.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A server's answer to one request.
 *
 * @param headers the headers by lower-case name
 * @param body the body; empty if it was not wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** All values of a header, joined with commas; empty if it is missing. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    boolean isRedirect() {
        return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
                && headers.containsKey("location");
    }
}
