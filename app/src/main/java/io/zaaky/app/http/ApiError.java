package io.zaaky.app.http;

import io.zaaky.app.chat.ErrorCode;
import java.util.Locale;

/** Why a request is refused: the closed list of problems. */
enum ApiError {
    INVALID_JSON(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    ORIGIN_NOT_ALLOWED(403, "Forbidden"),
    UNKNOWN_CHATBOT(404, "Not Found"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    ANSWER_IN_PROGRESS(409, "Conflict"),
    CONFLICT(409, "Conflict"),
    MESSAGE_TOO_LONG(413, "Content Too Large"),
    PAYLOAD_TOO_LARGE(413, "Content Too Large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    INVALID_FIELD(422, "Unprocessable Content"),
    INVALID_CONFIGURATION(422, "Unprocessable Content"),
    RATE_LIMITED(429, "Too Many Requests"),
    BUDGET_EXHAUSTED(429, "Too Many Requests"),
    QUOTA_EXCEEDED(429, "Too Many Requests"),
    INTERNAL(500, "Internal Server Error"),
    OVERLOADED(503, "Service Unavailable"),
    PAUSED(503, "Service Unavailable"),
    SHUTTING_DOWN(503, "Service Unavailable");

    /** The message for every internal fault. */
    static final String UNAVAILABLE = "Chat service unavailable";

    private final int status;
    private final String title;

    ApiError(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status's usual phrase, for failures of an accepted question that are reported as a
     * problem.
     */
    static String title(ErrorCode code) {
        return switch (code.status()) {
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Internal Server Error";
        };
    }
}
