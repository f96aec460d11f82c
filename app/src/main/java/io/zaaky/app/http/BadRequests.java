package io.zaaky.app.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Refuses requests on both ports before routing: input that is not HTTP, and requests that other
 * servers may interpret differently. Each gets a problem that does not say how the request was
 * interpreted.
 */
final class BadRequests implements Filter {
    private static final HeaderName NO_NAME = HeaderNames.create("");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (RequestPath.isPlain(request.prologue().uriPath().rawPath())
                && !request.headers().contains(NO_NAME)) {
            chain.proceed();
            return;
        }
        byte[] body = body(Status.BAD_REQUEST_400);
        response.status(Status.BAD_REQUEST_400);
        SecurityHeaders.add(response.headers());
        response.headers()
                .set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
        if (request.headers().contains(HeaderNames.EXPECT)) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE); // the rest is not read
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            response.send();
        } else {
            response.send(body);
        }
    }

    /** Builds Helidon's answers to requests that it refuses itself. */
    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, eventType, status, headers, message) -> {
                        // Helidon has no decoder and treats a compressed body as a malformed
                        // request.
                        boolean compressed =
                                request.headers().contains(HeaderNames.CONTENT_ENCODING);
                        if (compressed || status.equals(Status.REQUEST_ENTITY_TOO_LARGE_413)) {
                            Connection.current().refused();
                        }
                        return problem(
                                compressed ? Status.UNSUPPORTED_MEDIA_TYPE_415 : status, headers);
                    });
        }
        return handlers.build();
    }

    private static TransportResponse problem(Status status, ServerResponseHeaders headers) {
        SecurityHeaders.add(headers);
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"))
                .entity(body(status))
                .build();
    }

    private static byte[] body(Status status) {
        return Problem.body(
                status.code(),
                status.reasonPhrase(),
                "The request cannot be answered.",
                code(status.code()));
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 413 -> "payload_too_large";
            case 415 -> "unsupported_media_type";
            case 503 -> "overloaded";
            default -> status >= 500 ? "internal" : "invalid_json";
        };
    }
}
