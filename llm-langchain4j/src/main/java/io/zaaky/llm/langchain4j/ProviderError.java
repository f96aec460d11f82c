package io.zaaky.llm.langchain4j;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An error that a provider reported.
 *
 * @param status the HTTP status that it gives as a number or a word; 0 if it gives none; -1 if
 *     there is no error
 * @param message the provider's message
 */
public record ProviderError(int status, String message) {

    /** The value for an empty field {@code error}. */
    private static final ProviderError NONE = new ProviderError(-1, "");

    /** Whether this is an error at all. */
    public boolean isError() {
        return status >= 0;
    }

    /**
     * Reads the value of a field {@code error}: an object or a text. {@code null}, {@code false}
     * and an empty text are no error.
     */
    public static ProviderError read(JsonScanner json) {
        return switch (json.kind()) {
            case STRING -> {
                String message = json.string();
                yield message.isBlank() ? NONE : new ProviderError(0, message);
            }
            case OBJECT -> object(json);
            case ARRAY, NUMBER, BOOLEAN, NULL -> {
                json.skip();
                yield NONE;
            }
        };
    }

    /** Reads an error object, such as {@code {"code":429,"message":"slow down"}}. */
    public static ProviderError object(JsonScanner json) {
        String message = "";
        String code = "";
        String status = "";
        String type = "";
        ProviderError inner = NONE;
        json.object();
        while (json.field()) {
            switch (json.name()) {
                case "message", "detail" -> message = json.text();
                case "code" -> code = json.text();
                case "status", "status_code", "http_status" -> status = json.text();
                case "type" -> type = json.text();
                case "error" -> inner = read(json);
                default -> json.skip();
            }
        }
        if (inner.isError()) {
            return inner;
        }
        int named =
                IntStream.of(number(code), number(status), word(code), word(status), word(type))
                        .filter(n -> n > 0)
                        .findFirst()
                        .orElse(0);
        return new ProviderError(named, message);
    }

    private static int number(String text) {
        return text.matches("[45]\\d\\d") ? Integer.parseInt(text) : 0;
    }

    /**
     * The status for a word that OpenAI, Azure, Anthropic, Google, vLLM, LiteLLM or llama.cpp uses.
     */
    private static int word(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "rate_limit_exceeded",
                    "rate_limit_error",
                    "ratelimiterror",
                    "insufficient_quota",
                    "too_many_requests",
                    "resource_exhausted",
                    "tokens",
                    "requests" ->
                    429;
            case "authentication_error",
                    "authenticationerror",
                    "invalid_api_key",
                    "unauthenticated" ->
                    401;
            case "permission_error", "permission_denied" -> 403;
            case "not_found_error", "notfounderror", "model_not_found" -> 404;
            case "invalid_request_error",
                    "context_length_exceeded",
                    "exceed_context_size_error",
                    "content_policy_violation",
                    "badrequesterror",
                    "invalid_argument" ->
                    400;
            case "unavailable_error", "overloaded_error" -> 503;
            default -> 0;
        };
    }

    /**
     * The explanation in the body of an error: the message if it is JSON, otherwise the text
     * itself.
     */
    static String explain(byte[] body) {
        try {
            var json = new JsonScanner();
            json.reset(body, 0, body.length);
            if (json.kind() == JsonScanner.Kind.OBJECT) {
                String message = object(json).message;
                if (!message.isBlank()) {
                    return message;
                }
            }
        } catch (MalformedJsonException e) {
            // then the body is plain text
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
