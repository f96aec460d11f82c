package io.zaaky.app.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.zaaky.app.config.LimitSettings;
import io.zaaky.spi.ChatbotKey;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts messages, answers of each address at each chatbot, and an address's other calls. Bounded:
 * the address that has been quiet longest is evicted first. Safe to call from many threads.
 */
final class RateLimits {
    /** What a call costs; a call about a conversation counts twice, a file counts as a tenth. */
    static final int CALL = 10;

    static final int CONVERSATION = 20;
    static final int FILE = 1;

    /** Names of limits in metrics. */
    static final String REQUESTS = "requests";

    static final String WRONG_KEYS = "wrong_keys";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int BURSTS_IN_MINUTE = 30;
    private static final int SMALLEST_BURST = 10;

    private final MessageLimits messages;
    private final Buckets<PerMinute> requests = new Buckets<>(MINUTE.multipliedBy(20));
    private final Buckets<PerMinute> wrongKeys = new Buckets<>(MINUTE.multipliedBy(2));
    private final ConcurrentHashMap<Key, Integer> running = new ConcurrentHashMap<>();
    private final TimeMeter time;

    /** Uses monotonic time: a clock that is set back would stop all refilling. */
    RateLimits() {
        this(TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(TimeMeter time) {
        this.time = time;
        this.messages = new MessageLimits(time);
    }

    private record Key(ChatbotKey chatbot, String address) {}

    private record PerMinute(String address, int rate) {}

    /** The counter of messages. */
    MessageLimits messages() {
        return messages;
    }

    /**
     * Counts a public call that asks no question. A burst may hold as many calls as two seconds
     * allow.
     *
     * @param cost {@link #CALL}, {@link #CONVERSATION} or {@link #FILE}
     * @param perMinute calls allowed per address
     * @return zero if it may pass, otherwise how long to wait
     */
    Duration request(String address, int cost, int perMinute) {
        long burst = Math.max(SMALLEST_BURST, perMinute / BURSTS_IN_MINUTE);
        return requests.take(
                new PerMinute(address, perMinute),
                cost,
                () -> bucket(burst * CALL, (long) perMinute * CALL));
    }

    /**
     * Counts a wrong key.
     *
     * @return zero if the address is within its limit, otherwise how long to wait
     */
    Duration wrongKey(String address, int perMinute) {
        return wrongKeys.take(
                new PerMinute(address, perMinute), 1, () -> bucket(perMinute, perMinute));
    }

    private Bucket bucket(long most, long perMinute) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(most).refillGreedy(perMinute, MINUTE))
                .build();
    }

    /**
     * Begins an answer unless the address has too many under way; then {@link #ended} must follow.
     */
    boolean begin(ChatbotKey chatbot, String address, LimitSettings limits) {
        boolean[] begun = {false};
        running.compute(
                new Key(chatbot, address),
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    begun[0] = now < limits.concurrentAnswers();
                    return begun[0] ? Integer.valueOf(now + 1) : count;
                });
        return begun[0];
    }

    void ended(ChatbotKey chatbot, String address) {
        running.computeIfPresent(
                new Key(chatbot, address),
                (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
}
