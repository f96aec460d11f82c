package io.zaaky.llm.langchain4j;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect from the start to an open connection, name lookup and TLS included
 * @param firstToken from the start to the first piece of text or of reasoning
 * @param idle from one piece to the next
 * @param total from the start to the end
 */
public record Clocks(Duration connect, Duration firstToken, Duration idle, Duration total) {

    /** Reads {@code connect-timeout}, {@code first-token-timeout} and so on. */
    public static Clocks from(Settings in, Clocks defaults) {
        return new Clocks(
                positive(in, "connect-timeout", defaults.connect),
                positive(in, "first-token-timeout", defaults.firstToken),
                positive(in, "idle-timeout", defaults.idle),
                positive(in, "total-timeout", defaults.total));
    }

    /** For a call that has one answer in one piece. */
    public static Clocks of(Duration connect, Duration total) {
        return new Clocks(connect, total, total, total);
    }

    /** Reads a duration that must be longer than nothing. */
    public static Duration positive(Settings in, String key, Duration otherwise) {
        Duration duration = in.duration(key, otherwise);
        if (!duration.isPositive()) {
            in.problem(key, "must be longer than 0s");
            return otherwise;
        }
        return duration;
    }
}
