package io.zaaky.app.http;

import io.zaaky.spi.ChatbotKey;

/**
 * What is measured at the door. Implementations are safe to call from many threads and do no I/O.
 */
public interface HttpMeters {

    /** A request was refused by a limit, such as {@code public_chat}. */
    void rateLimited(ChatbotKey key, String limit);

    /** The same, where it is no chatbot's limit. */
    void rateLimited(String limit);

    /** A call of administrators had a key that does not fit. */
    void wrongKey();

    /** A visitor has rated an answer, or rates it otherwise now: {@code up} or {@code down}. */
    void rated(ChatbotKey key, String rating);

    /** A stream was opened ({@code 1}) or closed ({@code -1}). */
    void openStreams(ChatbotKey key, int change);
}
