package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Usage;
import java.time.Duration;

/** Measurements of answers. Implementations are safe to call from many threads and do no I/O. */
public interface ChatMeters {

    /** The time from the question's acceptance to the first text. */
    void firstToken(ChatbotKey key, String provider, Duration time);

    /** Tokens generated per second, from the first text to the last. */
    void pace(ChatbotKey key, String provider, double tokensPerSecond);

    /**
     * An accepted question ended.
     *
     * @param outcome one of {@code complete stopped length refused content_filter left failed}
     */
    void ended(ChatbotKey key, String outcome, Usage usage);

    /** A visitor was told of a failure. */
    void failed(ChatbotKey key, ErrorCode code);

    /** The passages of an answer were looked up; the verdict says how well they support it. */
    void retrieved(ChatbotKey key, Verdict verdict, Duration time);

    /** A call to a provider began ({@code 1}) or ended ({@code -1}). */
    void providerCalls(ChatbotKey key, int change);

    /**
     * A call to a provider was not made, because the breaker of its model is open or its server is
     * not reachable.
     */
    void callRejected(ChatbotKey key, String provider);

    /**
     * The state of a budget, in tokens.
     *
     * @param chatbot empty for the organisation's own budget
     */
    void budget(String org, String chatbot, long limit, long spent, long reserved);

    /** The end of an answer could not be written. */
    void unsaved(ChatbotKey key);

    /** The end of an answer was written after all. */
    void savedLate(ChatbotKey key);
}
