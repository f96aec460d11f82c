package io.zaaky.app.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.zaaky.app.config.LimitSettings;
import io.zaaky.spi.ChatbotKey;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts messages and answers of each address at each chatbot. Bounded: the address that was quiet
 * for longest is forgotten first. Safe to call from many threads.
 */
final class RateLimits {
    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration FORGET = Duration.ofHours(25);

    private final Cache<Rate, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).expireAfterAccess(FORGET).build();
    private final ConcurrentHashMap<Key, Integer> running = new ConcurrentHashMap<>();
    private final TimeMeter time;

    /** By time that only ever goes on: a clock that is set back would stop all refilling. */
    RateLimits() {
        this(TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(TimeMeter time) {
        this.time = time;
    }

    private record Key(ChatbotKey chatbot, String address) {}

    /** Limits that a reload has changed begin to count anew. */
    private record Rate(Key key, int perMinute, int perDay) {
        Rate(Key key, LimitSettings limits) {
            this(key, limits.messagesPerMinute(), limits.messagesPerDay());
        }
    }

    /**
     * Counts a message.
     *
     * @return zero if it may pass, else how long to wait
     */
    Duration message(ChatbotKey chatbot, String address, LimitSettings limits) {
        Bucket bucket =
                buckets.get(new Rate(new Key(chatbot, address), limits), _ -> bucket(limits));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket(LimitSettings limits) {
        LocalBucketBuilder builder =
                Bucket.builder()
                        .withCustomTimePrecision(time)
                        .addLimit(
                                limit ->
                                        limit.capacity(limits.messagesPerMinute())
                                                .refillGreedy(
                                                        limits.messagesPerMinute(),
                                                        Duration.ofMinutes(1)));
        if (limits.messagesPerDay() < Integer.MAX_VALUE) {
            builder.addLimit(
                    limit ->
                            limit.capacity(limits.messagesPerDay())
                                    .refillGreedy(limits.messagesPerDay(), Duration.ofDays(1)));
        }
        return builder.build();
    }

    /**
     * Begins an answer, if the address has not too many under way; {@link #ended} must follow then.
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
