package io.zaaky.llm.langchain4j;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * The timeouts of a call.
 *
 * @param connect from the start to an open connection, including name lookup and TLS
 * @param firstToken from the start to the first piece of text or of reasoning
 * @param idle from one piece to the next
 * @param total from the start to the end
 */
public record Clocks(Duration connect, Duration firstToken, Duration idle, Duration total) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration TOTAL = Duration.ofMinutes(10);

    /**
     * Reads {@code connect-timeout}, {@code first-token-timeout}, {@code idle-timeout} and {@code
     * total-timeout}, for a call that streams.
     *
     * @param firstToken the default of {@code first-token-timeout}, which depends most on the
     *     server
     */
    public static Clocks forStream(Settings in, Duration firstToken) {
        return new Clocks(
                positive(in, "connect-timeout", CONNECT),
                positive(in, "first-token-timeout", firstToken),
                positive(in, "idle-timeout", IDLE),
                positive(in, "total-timeout", TOTAL));
    }

    /**
     * Reads {@code connect-timeout} and {@code timeout}, for a call whose answer comes in one
     * piece.
     *
     * @param total the default of {@code timeout}
     */
    public static Clocks forAnswer(Settings in, Duration total) {
        return of(positive(in, "connect-timeout", CONNECT), positive(in, "timeout", total));
    }

    /** For a call whose answer comes in one piece. */
    public static Clocks of(Duration connect, Duration total) {
        return new Clocks(connect, total, total, total);
    }

    private static Duration positive(Settings in, String key, Duration otherwise) {
        Duration duration = in.duration(key, otherwise);
        if (!duration.isPositive()) {
            in.problem(key, "must be longer than 0s");
            return otherwise;
        }
        return duration;
    }
}
