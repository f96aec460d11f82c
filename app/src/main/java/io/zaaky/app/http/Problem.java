package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.zaaky.app.chat.ErrorCode;
import java.time.Duration;

/** Writes {@code application/problem+json} (RFC 9457). */
final class Problem {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    private static final String TYPE = "about:blank";

    private static final Duration SOON = Duration.ofSeconds(2);

    private Problem() {}

    static void send(Exchange exchange, Refusal refusal) {
        send(exchange, refusal, _ -> {});
    }

    /**
     * @param more further fields of this kind of problem
     */
    static void send(Exchange exchange, Refusal refusal, Json.Fields more) {
        ServerResponse response = exchange.response();
        String requestId = exchange.id();
        ApiError error = refusal.error();
        refusal.retryAfter()
                .ifPresent(
                        wait ->
                                response.headers()
                                        .set(
                                                HeaderValues.create(
                                                        HeaderNames.RETRY_AFTER,
                                                        String.valueOf(seconds(wait)))));
        byte[] body =
                Json.write(
                        json -> {
                            json.writeStringField("type", TYPE);
                            json.writeStringField("title", error.title());
                            json.writeNumberField("status", error.status());
                            json.writeStringField("detail", refusal.detail());
                            json.writeStringField("code", error.code());
                            json.writeStringField("request_id", requestId);
                            if (refusal.field().isPresent()) {
                                json.writeStringField("field", refusal.field().get());
                            }
                            if (refusal.messageId().isPresent()) {
                                json.writeStringField("message_id", refusal.messageId().get());
                            }
                            more.write(json);
                        });
        send(exchange, error.status(), body);
    }

    /** Sends the failure of an accepted question, where no stream can report it. */
    static void send(Exchange exchange, ErrorCode code) {
        ServerResponse response = exchange.response();
        String requestId = exchange.id();
        if (code == ErrorCode.SHUTTING_DOWN) {
            response.headers()
                    .set(
                            HeaderValues.create(
                                    HeaderNames.RETRY_AFTER, String.valueOf(seconds(SOON))));
        }
        byte[] body =
                Json.write(
                        json -> {
                            json.writeStringField("type", TYPE);
                            json.writeStringField("title", ApiError.title(code));
                            json.writeNumberField("status", code.status());
                            json.writeStringField("detail", ApiError.UNAVAILABLE);
                            json.writeStringField("code", code.code());
                            json.writeStringField("request_id", requestId);
                        });
        send(exchange, code.status(), body);
    }

    /** The body of a refusal outside the public routes, where requests have no id. */
    static byte[] body(int status, String title, String detail, String code) {
        return Json.write(
                json -> {
                    json.writeStringField("type", TYPE);
                    json.writeStringField("title", title);
                    json.writeNumberField("status", status);
                    json.writeStringField("detail", detail);
                    json.writeStringField("code", code);
                    json.writeStringField("request_id", "none");
                });
    }

    private static void send(Exchange exchange, int status, byte[] body) {
        ServerResponse response = exchange.response();
        response.status(Status.create(status));
        response.headers()
                .set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
        response.headers().set(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
        response.headers().set(HeaderValues.create(REQUEST_ID, exchange.id()));
        exchange.send(body);
    }

    /** In whole seconds, rounded up, at least one. */
    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }
}
