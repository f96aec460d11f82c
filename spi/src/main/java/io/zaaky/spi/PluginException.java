package io.zaaky.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one failure of all plugins. The message is for operators; it never reaches a visitor. */
@SuppressWarnings("serial") // never serialised
public final class PluginException extends RuntimeException {
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    /**
     * @param message what went wrong, where, and what to do about it
     */
    public PluginException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null);
    }

    public PluginException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    private PluginException(
            Reason reason,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * The same failure, marked as one after which the call may be made again, because the backend
     * surely did no work for it (connection refused, 429, 5xx before any text).
     *
     * @param wait how long the backend asks to wait; zero if it does not say
     */
    public PluginException retryable(Duration wait) {
        var marked =
                new PluginException(
                        reason, getMessage() == null ? "" : getMessage(), getCause(), wait);
        marked.setStackTrace(getStackTrace());
        return marked;
    }

    public Reason reason() {
        return reason;
    }

    /** How long to wait before the same call may be made again; empty if it must not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
