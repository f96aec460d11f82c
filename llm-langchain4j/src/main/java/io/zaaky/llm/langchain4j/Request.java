package io.zaaky.llm.langchain4j;

import dev.langchain4j.http.client.HttpRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to a provider.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri the complete address
 * @param headers the headers that do not concern the connection
 * @param accept the media type of the wanted answer
 * @param body JSON; empty if there is none
 */
public record Request(
        String method, URI uri, Map<String, List<String>> headers, String accept, String body) {
    public Request {
        headers = Map.copyOf(headers);
    }

    /** A GET request with the upstream's key. */
    public static Request get(Upstream upstream, String path) {
        Map<String, List<String>> headers = new HashMap<>();
        if (upstream.key().isPresent()) {
            headers.put("Authorization", List.of("Bearer " + upstream.key().value()));
        }
        return new Request("GET", upstream.at(path), headers, "application/json", "");
    }

    /** The request that LangChain4j wants to send. */
    static Request of(HttpRequest request) {
        return new Request(
                request.method().name(),
                URI.create(request.url()),
                request.headers() == null ? Map.of() : request.headers(),
                "application/json",
                request.body() == null ? "" : request.body());
    }

    /** The same request, accepting the media type {@code accept}. */
    public Request accepting(String accept) {
        return new Request(method, uri, headers, accept, body);
    }

    /**
     * The same request with additional fields in its JSON object.
     *
     * @param fields as JSON, without braces, such as {@code "truncate":false}
     */
    public Request with(String fields) {
        int brace = body.indexOf('{');
        if (brace < 0) {
            throw new IllegalArgumentException("the body is no JSON object");
        }
        String more = body.substring(0, brace + 1) + fields + "," + body.substring(brace + 1);
        return new Request(method, uri, headers, accept, more);
    }
}
