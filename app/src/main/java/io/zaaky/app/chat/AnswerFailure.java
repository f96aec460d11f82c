package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;

/**
 * A step of an answer failed. Holds the code for the visitor, and the cause for the log. The
 * pipeline's one catch handles it.
 */
final class AnswerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ErrorCode code;

    AnswerFailure(ErrorCode code, PluginException cause) {
        super(cause);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /** Maps a provider's failure to the visitor's code. */
    static AnswerFailure provider(PluginException e) {
        return new AnswerFailure(providerCode(e.reason()), e);
    }

    private static ErrorCode providerCode(Reason reason) {
        return switch (reason) {
            case UNAVAILABLE, CANCELLED -> ErrorCode.PROVIDER_UNAVAILABLE;
            case TIMED_OUT -> ErrorCode.PROVIDER_TIMEOUT;
            case RATE_LIMITED -> ErrorCode.PROVIDER_RATE_LIMITED;
            case UNAUTHORIZED, REJECTED -> ErrorCode.PROVIDER_REJECTED;
            case BROKEN -> ErrorCode.INTERNAL;
        };
    }
}
