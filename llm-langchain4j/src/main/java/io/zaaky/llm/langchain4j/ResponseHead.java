package io.zaaky.llm.langchain4j;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Status line and headers.
 *
 * @param status 200 or higher; informational responses are skipped
 * @param headers the headers by lower-case name; several with the same name are joined with commas
 */
record ResponseHead(int status, Map<String, String> headers) {

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    boolean bodiless() {
        return status == 204 || status == 304;
    }

    /** The media type without parameters, in lower case; empty if there is none. */
    String mediaType() {
        String type = header("content-type");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    boolean chunked() {
        return header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked");
    }

    Map<String, List<String>> lists() {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }
}
