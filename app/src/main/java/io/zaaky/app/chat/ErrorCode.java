package io.zaaky.app.chat;

import java.util.Locale;

/**
 * What can go wrong with an accepted question: the closed list of codes, and of sentences that a
 * visitor may see.
 */
public enum ErrorCode {
    PROVIDER_UNAVAILABLE(
            502,
            true,
            "The assistant is not available at the moment. Please try again in a moment."),
    PROVIDER_TIMEOUT(504, true, "The assistant took too long to answer. Please try again."),
    PROVIDER_RATE_LIMITED(
            502, true, "The assistant is very busy at the moment. Please try again in a minute."),
    PROVIDER_REJECTED(502, false, "The assistant could not work on this question."),
    RETRIEVAL_UNAVAILABLE(
            503,
            true,
            "The documents cannot be searched at the moment. Please try again in a moment."),
    STORAGE_UNAVAILABLE(
            503,
            true,
            "Your question could not be saved at the moment. Please try again in a moment."),
    SHUTTING_DOWN(503, true, "The service is restarting. Please try again in a moment."),
    INTERNAL(500, false, "Something went wrong on our side.");

    private final int status;
    private final boolean retryable;
    private final String sentence;

    ErrorCode(int status, boolean retryable, String sentence) {
        this.status = status;
        this.retryable = retryable;
        this.sentence = sentence;
    }

    /**
     * The constant with that {@link #code}. An answer without a code was cut off because the
     * visitor left or the server stopped: asking again may help.
     */
    static ErrorCode of(String code) {
        for (ErrorCode each : values()) {
            if (each.code().equals(code)) {
                return each;
            }
        }
        return PROVIDER_UNAVAILABLE;
    }

    /** The code in events, problems and metrics: {@code provider_timeout}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status, if the failure is reported before anything was sent. */
    public int status() {
        return status;
    }

    /** Whether asking again may help. */
    public boolean retryable() {
        return retryable;
    }

    /** The sentence for the visitor. */
    public String sentence() {
        return sentence;
    }
}
