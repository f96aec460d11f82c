package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;

/** Counts a chatbot's calls to its providers. */
record CountedCalls(ChatMeters meters, ChatbotKey key) implements ModelChain.Calls {
    @Override
    public void began() {
        meters.providerCalls(key, 1);
    }

    @Override
    public void ended() {
        meters.providerCalls(key, -1);
    }

    @Override
    public void turnedAway(String provider) {
        meters.callRejected(key, provider);
    }
}
