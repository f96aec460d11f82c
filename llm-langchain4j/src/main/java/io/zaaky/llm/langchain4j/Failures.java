package io.zaaky.llm.langchain4j;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes failures for operators, and decides whether a call may be retried. */
final class Failures {
    /** The most bytes that are read of a failure's body. */
    static final int EXPLANATION = 16 << 10;

    private final Upstream upstream;
    private final Clock time;

    Failures(Upstream upstream, Clock time) {
        this.upstream = upstream;
        this.time = time;
    }

    /**
     * There is no connection, so certainly no work was done. A timeout is not retryable, because
     * the visitor would wait twice.
     */
    PluginException connect(IOException e, CallClock clock) {
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(e);
        }
        CallClock.Limit expired = clock.expired();
        if (expired != null || e instanceof SocketTimeoutException) {
            return timedOut(expired == null ? CallClock.Limit.CONNECT : expired, clock, e);
        }
        String said = " (" + upstream.quote(String.valueOf(e.getMessage())) + ")";
        return switch (e) {
            case ConnectException refused ->
                    unavailable("no connection: is it running, and is base-url right?" + said, e)
                            .unreachable();
            case NoRouteToHostException away ->
                    unavailable("no connection" + said, e).unreachable();
            case UnknownHostException name -> unavailable("no connection" + said, e).unreachable();
            case SSLException tls ->
                    unavailable(
                                    "no TLS connection; a certificate of your own must be in the"
                                            + " JVM's trust store"
                                            + said,
                                    e)
                            .retryable(Duration.ZERO);
            default -> unavailable("no connection" + said, e).retryable(Duration.ZERO);
        };
    }

    /** The connection failed after it had been established. */
    PluginException io(IOException e, CallClock clock) {
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(e);
        }
        CallClock.Limit expired = clock.expired();
        if (expired != null) {
            return timedOut(expired, clock, e);
        }
        if (e instanceof ProtocolException) {
            return unavailable("it " + e.getMessage(), e);
        }
        return unavailable(
                "the connection broke (" + upstream.quote(String.valueOf(e.getMessage())) + ")", e);
    }

    /** The answer has a status other than 2xx. */
    PluginException status(ResponseHead head, byte[] body) {
        String said = upstream.quote(ProviderError.explain(body));
        String what = "status " + head.status() + (said.isEmpty() ? "" : ": " + said);
        if (head.status() < 400) {
            return unavailable(
                    what
                            + "; it redirects to "
                            + upstream.quote(head.header("location"))
                            + ", which is not followed: set base-url to the final address",
                    null);
        }
        PluginException failure = named(head.status(), what);
        return head.status() == 429 || head.status() >= 500
                ? failure.retryable(RetryAfter.parse(head.header("retry-after"), time.instant()))
                : failure;
    }

    /**
     * The provider sent an error instead of an answer.
     *
     * @param before whether no text had arrived yet
     */
    PluginException error(ProviderError error, boolean before) {
        int status = error.status();
        String what =
                "it broke off its answer with an error"
                        + (status == 0 ? "" : " " + status)
                        + ": "
                        + upstream.quote(error.message());
        PluginException failure = named(status == 0 ? 500 : status, what);
        return status == 429 && before ? failure.retryable(Duration.ZERO) : failure;
    }

    PluginException unavailable(String what, @Nullable Throwable cause) {
        return new PluginException(Reason.UNAVAILABLE, upstream.says(what), cause);
    }

    PluginException cancelled(@Nullable Throwable cause) {
        return new PluginException(Reason.CANCELLED, upstream.says("cancelled"), cause);
    }

    private PluginException timedOut(CallClock.Limit limit, CallClock clock, IOException e) {
        String what = limit.missing + " within " + words(clock.allowed(limit));
        return new PluginException(
                Reason.TIMED_OUT, upstream.says(what + " (" + limit.key + ")"), e);
    }

    private PluginException named(int status, String what) {
        Reason reason =
                switch (status) {
                    case 429 -> Reason.RATE_LIMITED;
                    case 401, 403 -> Reason.UNAUTHORIZED;
                    default -> status >= 400 && status < 500 ? Reason.REJECTED : Reason.UNAVAILABLE;
                };
        String hint = status == 401 ? " (check api-key)" : "";
        return new PluginException(reason, upstream.says(what + hint));
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
