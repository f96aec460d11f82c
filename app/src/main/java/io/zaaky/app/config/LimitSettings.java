package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * A chatbot's {@code limits} node.
 *
 * @param messages of one address, and of one session
 * @param total of all addresses together
 * @param messageCharacters in code points
 * @param concurrentAnswers of one address
 * @param parallelAnswers of all addresses together; {@link Integer#MAX_VALUE} if there is no limit
 * @param maxWait how long a question waits for one of these to end
 */
public record LimitSettings(
        MessageRate messages,
        MessageRate total,
        int messageCharacters,
        int concurrentAnswers,
        int parallelAnswers,
        Duration maxWait) {

    private static final int MOST = 1_000_000_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    static LimitSettings from(Settings in) {
        return new LimitSettings(
                new MessageRate(
                        in.integer("messages-per-minute", 20, 1, MOST),
                        in.integer("messages-per-day", MessageRate.ANY, 1, MessageRate.ANY)),
                MessageRate.optional(in, "total-per-minute", "total-per-day"),
                in.integer("message-characters", 4000, 1, 1_000_000),
                in.integer("concurrent-answers", 4, 1, MOST),
                in.integer("parallel-answers", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                wait(in));
    }

    private static Duration wait(Settings in) {
        Duration wait = in.duration("max-wait", Duration.ofSeconds(5));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            in.problem("max-wait", "must not be longer than 60s");
        }
        return wait;
    }
}
