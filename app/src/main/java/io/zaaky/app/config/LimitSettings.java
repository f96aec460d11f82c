package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * The {@code limits} node. Messages and answers are counted for each address.
 *
 * @param messagesPerDay {@link Integer#MAX_VALUE} if there is no limit
 * @param messageCharacters in code points
 * @param parallelAnswers of all addresses together; {@link Integer#MAX_VALUE} if there is no limit
 * @param maxWait for one of these to end
 */
public record LimitSettings(
        int messagesPerMinute,
        int messagesPerDay,
        int messageCharacters,
        int concurrentAnswers,
        int parallelAnswers,
        Duration maxWait) {

    private static final int MOST = 1_000_000_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    static LimitSettings from(Settings in) {
        return new LimitSettings(
                in.integer("messages-per-minute", 20, 1, MOST),
                in.integer("messages-per-day", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
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
