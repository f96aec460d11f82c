package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The {@code streaming} node.
 *
 * @param mode what the widget uses
 * @param rollout the percentage of sessions that get {@code mode}; the others get {@link Mode#OFF}
 * @param heartbeat the silence after which a comment is sent
 * @param resumeGrace how long the model continues after the visitor has gone
 * @param chunkSize words per chunk
 * @param chunkDelay pause between two chunks
 * @param plainDeprecation the date since which the plain endpoint is deprecated; empty if it is not
 */
public record StreamingSettings(
        Mode mode,
        int rollout,
        Duration heartbeat,
        Duration resumeGrace,
        int chunkSize,
        Duration chunkDelay,
        Optional<LocalDate> plainDeprecation) {

    /** How the widget gets its answers. */
    public enum Mode {
        TOKENS,
        CHUNKED,
        OFF
    }

    static StreamingSettings from(Settings in) {
        return new StreamingSettings(
                in.choice("mode", Mode.TOKENS),
                in.integer("rollout", 100, 0, 100),
                heartbeat(in),
                in.duration("resume-grace", Duration.ofSeconds(30)),
                in.integer("chunk-size", 50, 1, 10_000),
                in.duration("chunk-delay", Duration.ofMillis(100)),
                date(in, "plain-deprecation"));
    }

    private static Duration heartbeat(Settings in) {
        Duration heartbeat = in.duration("heartbeat", Duration.ofSeconds(10));
        if (heartbeat.toMillis() < 100) {
            in.problem("heartbeat", "must be at least 100ms");
        }
        return heartbeat;
    }

    private static Optional<LocalDate> date(Settings in, String key) {
        try {
            return in.optionalText(key).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            in.problem(key, "must be a date such as 2026-12-31");
            return Optional.empty();
        }
    }
}
