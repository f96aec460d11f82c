package io.zaaky.ingestion.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server answered to one request.
 *
 * @param headers by their names in lower case
 * @param body empty if it was not wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** All values of a header, with commas between them; empty if it is missing. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    boolean isRedirect() {
        return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
                && headers.containsKey("location");
    }
}
