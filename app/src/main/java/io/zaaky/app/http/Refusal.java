package io.zaaky.app.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses a request before anything was done. The one catch of all routes handles it. */
final class Refusal extends RuntimeException {
    /** Does not repeat the name, which anybody can make up. */
    static final String UNKNOWN_HOST =
            "The server does not know the host name of this request as its own. Its operator can"
                    + " add it to server.public-hosts.";

    private static final long serialVersionUID = 1;

    private final transient ApiError error;
    private final @Nullable String field;
    private final @Nullable String messageId;
    private final transient @Nullable Duration retryAfter;

    private Refusal(
            ApiError error,
            String detail,
            @Nullable String field,
            @Nullable String messageId,
            @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.error = error;
        this.field = field;
        this.messageId = messageId;
        this.retryAfter = retryAfter;
    }

    /**
     * @param detail a sentence for the client
     */
    Refusal(ApiError error, String detail) {
        this(error, detail, null, null, null);
    }

    static Refusal field(String field, String detail) {
        return new Refusal(ApiError.INVALID_FIELD, detail, field, null, null);
    }

    /** The start of a range is after its end. */
    static Refusal turnedRange() {
        return field("from", "from must not be after to.");
    }

    static Refusal inProgress(String messageId) {
        return new Refusal(
                ApiError.ANSWER_IN_PROGRESS,
                "The last question of this conversation is still being answered.",
                null,
                messageId,
                null);
    }

    static Refusal noAnswer() {
        return new Refusal(ApiError.NOT_FOUND, "There is no such answer in this session.");
    }

    /** The detail is for the operator who has pointed a name at this server. */
    static Refusal unknownHost() {
        return new Refusal(ApiError.ORIGIN_NOT_ALLOWED, UNKNOWN_HOST);
    }

    static Refusal later(ApiError error, String detail, Duration retryAfter) {
        return new Refusal(error, detail, null, null, retryAfter);
    }

    ApiError error() {
        return error;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Optional<String> field() {
        return Optional.ofNullable(field);
    }

    Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
