package io.zaaky.app.config;

import io.zaaky.spi.Settings;

/**
 * The {@code limits} node. Messages and answers are counted for each address.
 *
 * @param messagesPerDay {@link Integer#MAX_VALUE} if there is no limit
 * @param messageCharacters in code points
 */
public record LimitSettings(
        int messagesPerMinute, int messagesPerDay, int messageCharacters, int concurrentAnswers) {

    private static final int MOST = 1_000_000_000;

    static LimitSettings from(Settings in) {
        return new LimitSettings(
                in.integer("messages-per-minute", 20, 1, MOST),
                in.integer("messages-per-day", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                in.integer("message-characters", 4000, 1, 1_000_000),
                in.integer("concurrent-answers", 4, 1, MOST));
    }
}
