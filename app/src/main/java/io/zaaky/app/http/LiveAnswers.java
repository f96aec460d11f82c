package io.zaaky.app.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The answers that can be stopped, joined and resumed, by message id. */
final class LiveAnswers implements StreamTicker.Ticking {
    /** The maximum that all answers together keep, in bytes. */
    private static final long MOST_KEPT = 64L << 20;

    private static final int MOST_REMEMBERED = 100_000;
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final Object[] monitors = new Object[256];
    private final AtomicLong kept = new AtomicLong();
    private final Map<String, LiveAnswer> byMessage = new ConcurrentHashMap<>();

    /**
     * The conversations of recent answers, ended ones included: stopping an answer twice is no
     * error.
     */
    private final Cache<String, ConversationKey> conversations =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

    LiveAnswers(StreamTicker ticker) {
        Arrays.setAll(monitors, _ -> new Object());
        ticker.add(this);
    }

    /** The monitor to hold while checking whether a question was asked before. */
    Object monitor(String messageId) {
        return monitors[Math.floorMod(messageId.hashCode(), monitors.length)];
    }

    /** Registers a new answer; the caller must call {@link LiveAnswer#end} later. */
    LiveAnswer begin(Chatbot chatbot, Question question, RunningAnswer running) {
        long grace = chatbot.settings().streaming().resumeGrace().toNanos();
        var answer =
                new LiveAnswer(chatbot, question, running, new AnswerLog(kept, MOST_KEPT), grace);
        LiveAnswer forgotten = byMessage.put(question.messageId(), answer);
        if (forgotten != null) {
            forgotten.log().close();
        }
        conversations.put(question.messageId(), question.conversation());
        return answer;
    }

    Optional<LiveAnswer> find(String messageId) {
        return Optional.ofNullable(byMessage.get(messageId))
                .filter(answer -> !answer.isForgotten());
    }

    /**
     * Makes the answers of a deleted conversation impossible to resume; an answer under way, once
     * it has ended.
     */
    void forget(ConversationKey conversation) {
        forget(conversation, _ -> {});
    }

    /**
     * Does the same for a conversation of which some messages are known, and stops its answer under
     * way.
     */
    void forget(ChatbotKey chatbot, Set<String> messageIds) {
        for (String id : messageIds) {
            ConversationKey conversation = conversations.getIfPresent(id);
            if (conversation != null && conversation.chatbot().equals(chatbot)) {
                forget(conversation, LiveAnswer::stop);
            }
        }
    }

    private void forget(ConversationKey conversation, Consumer<LiveAnswer> each) {
        for (LiveAnswer answer : byMessage.values()) {
            if (answer.question().conversation().equals(conversation)) {
                answer.forget();
                each.accept(answer);
            }
        }
        conversations
                .asMap()
                .entrySet()
                .removeIf(
                        entry ->
                                entry.getValue().equals(conversation)
                                        && find(entry.getKey()).isEmpty());
    }

    /** The conversation that a recent answer belongs or belonged to. */
    Optional<ConversationKey> conversation(String messageId) {
        return Optional.ofNullable(conversations.getIfPresent(messageId));
    }

    /** Cancels answers that nobody waits for, and removes those that nobody can resume any more. */
    @Override
    public void tick(long now) {
        @Nullable Throwable failure = null;
        for (Map.Entry<String, LiveAnswer> each : byMessage.entrySet()) {
            try {
                tick(each.getKey(), each.getValue(), now);
            } catch (RuntimeException | Error e) { // one answer's failure must not affect others
                failure = e;
            }
        }
        if (failure != null) {
            throw new IllegalStateException("an answer was not looked after", failure);
        }
    }

    private void tick(String messageId, LiveAnswer answer, long now) {
        if (answer.tick(now)) {
            byMessage.remove(messageId, answer);
            answer.log().close();
            if (answer.isForgotten()) {
                conversations.invalidate(messageId);
            }
        }
    }
}
