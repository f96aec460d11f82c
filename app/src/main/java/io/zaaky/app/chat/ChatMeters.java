package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Usage;
import java.time.Duration;

/**
 * What is measured about answers. Implementations are safe to call from many threads and do no I/O.
 */
public interface ChatMeters {

    /** From the question's acceptance to the first text. */
    void firstToken(ChatbotKey key, String provider, Duration time);

    /** Tokens generated a second, from the first text to the last. */
    void pace(ChatbotKey key, String provider, double tokensPerSecond);

    /**
     * An accepted question ended.
     *
     * @param outcome one of {@code complete stopped length refused content_filter left failed}
     */
    void ended(ChatbotKey key, String outcome, Usage usage);

    /** A visitor was told of a failure. */
    void failed(ChatbotKey key, ErrorCode code);

    /** The passages of an answer were looked up, and that is how well they support it. */
    void retrieved(ChatbotKey key, Verdict verdict, Duration time);

    /** A call to a provider began ({@code 1}) or ended ({@code -1}). */
    void providerCalls(ChatbotKey key, int change);

    /** A call to a provider was not made, because the breaker of its server is open. */
    void callRejected(ChatbotKey key, String provider);

    /**
     * Where a budget stands, in tokens.
     *
     * @param chatbot empty for the organisation's own budget
     */
    void budget(String org, String chatbot, long limit, long spent, long reserved);

    /** How an answer ended could not be written. */
    void unsaved(ChatbotKey key);

    /** It was written after all. */
    void savedLate(ChatbotKey key);
}
