package io.zaaky.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one failure of all plugins. The message is for operators; it never reaches a visitor. */
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
     * The same failure, marked as one after which the call may be made again, because the backend
     * surely did no work for it (429, 5xx before any text). Not for a time that ran out: the
     * visitor would wait it twice.
     *
     * @param wait how long the backend asks to wait; zero if it does not say
     */
    public PluginException retryable(Duration wait) {
        return marked(wait, unreachable);
    }

    /**
     * The same failure, marked as one for which there was no connection to {@link
     * ChatModel#endpoint}: it was refused, there is no route, or the name is unknown. It counts for
     * all organisations that use the address, so this is only for what each of them would meet: not
     * for a time that ran out, which is a matter of the settings, and not for TLS. The call may be
     * made again.
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

    /** How long to wait before the same call may be made again; empty if it must not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether there was no connection to the backend, whoever asks. */
    public boolean isUnreachable() {
        return unreachable;
    }
}
