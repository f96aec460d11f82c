package io.zaaky.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that plugins throw for failures. The message is for operators; it never
 * reaches a visitor.
 */
@SuppressWarnings("serial") // never serialised
public final class PluginException extends RuntimeException {
    private final Reason reason;
    private final @Nullable Duration retryAfter;
    private final boolean unreachable;

    /**
     * @param message what went wrong, where, and what to do about it
     */
    public PluginException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null, false);
    }

    public PluginException(Reason reason, String message) {
        this(reason, message, null, null, false);
    }

    private PluginException(
            Reason reason,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            boolean unreachable) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.unreachable = unreachable;
    }

    /**
     * The same failure, marked as retryable because the backend certainly did no work for the call
     * (429, 5xx before any text). Not for timeouts: the visitor would wait twice.
     *
     * @param wait how long the backend asks the caller to wait; zero if it does not say
     */
    public PluginException retryable(Duration wait) {
        return marked(wait, unreachable);
    }

    /**
     * The same failure, marked to say that no connection to {@link ChatModel#endpoint} was
     * possible: it was refused, there is no route, or the host name is unknown. The failure counts
     * for all organisations that use the address, so mark only failures that each of them would
     * meet: not timeouts, which depend on the settings, and not TLS failures. The call may be
     * retried.
     */
    public PluginException unreachable() {
        return marked(Duration.ZERO, true);
    }

    private PluginException marked(Duration wait, boolean noConnection) {
        String message = getMessage() == null ? "" : getMessage();
        var marked = new PluginException(reason, message, getCause(), wait, noConnection);
        marked.setStackTrace(getStackTrace());
        return marked;
    }

    public Reason reason() {
        return reason;
    }

    /** How long to wait before a retry; empty if the call must not be retried. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the backend accepts no connection from any caller. */
    public boolean isUnreachable() {
        return unreachable;
    }
}
