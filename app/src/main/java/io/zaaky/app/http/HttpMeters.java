package io.zaaky.app.http;

import io.zaaky.spi.ChatbotKey;

/** Measurements of requests. Implementations are safe to call from many threads and do no I/O. */
public interface HttpMeters {

    /** A limit such as {@code public_chat} refused a request. */
    void rateLimited(ChatbotKey key, String limit);

    /** The same for a limit that belongs to no chatbot. */
    void rateLimited(String limit);

    /** An administrative call had a wrong key. */
    void wrongKey();

    /** A visitor rated an answer or changed the rating: {@code up} or {@code down}. */
    void rated(ChatbotKey key, String rating);

    /** A stream was opened ({@code 1}) or closed ({@code -1}). */
    void openStreams(ChatbotKey key, int change);
}
