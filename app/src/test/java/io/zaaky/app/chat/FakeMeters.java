package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Usage;
import java.time.Duration;

/** Counts what the tests ask for. */
final class FakeMeters implements ChatMeters {
    int open;
    int calls;
    int rejected;
    int unsaved;
    int savedLate;

    @Override
    public void firstToken(ChatbotKey key, String provider, Duration time) {}

    @Override
    public void pace(ChatbotKey key, String provider, double tokensPerSecond) {}

    @Override
    public void ended(ChatbotKey key, String outcome, Usage usage) {}

    @Override
    public void failed(ChatbotKey key, ErrorCode code) {}

    @Override
    public void retrieved(ChatbotKey key, Verdict verdict, Duration time) {}

    @Override
    public void providerCalls(ChatbotKey key, int change) {
        open += change;
        calls += Math.max(0, change);
    }

    @Override
    public void callRejected(ChatbotKey key, String provider) {
        rejected++;
    }

    @Override
    public void budget(String org, String chatbot, long limit, long spent, long reserved) {}

    @Override
    public void unsaved(ChatbotKey key) {
        unsaved++;
    }

    @Override
    public void savedLate(ChatbotKey key) {
        savedLate++;
    }
}
