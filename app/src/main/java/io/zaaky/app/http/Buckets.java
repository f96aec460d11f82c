package io.zaaky.app.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A token bucket for each key. Bounded: the bucket that has been unused longest is evicted first.
 * Safe to call from many threads.
 */
final class Buckets<K> {
    private static final int MOST = 100_000;

    private final Cache<K, Bucket> buckets;

    /**
     * @param forget how long a bucket is kept after its last use; must exceed its refill time
     */
    Buckets(Duration forget) {
        this(forget, MOST);
    }

    /**
     * @param most how many buckets are kept
     */
    Buckets(Duration forget, int most) {
        buckets = Caffeine.newBuilder().maximumSize(most).expireAfterAccess(forget).build();
    }

    /**
     * Takes tokens: all of them or none.
     *
     * @param full makes a full bucket for a key that has none
     * @return zero if the tokens were available, otherwise how long to wait for them
     */
    Duration take(K key, int tokens, Supplier<Bucket> full) {
        Bucket bucket = buckets.get(key, _ -> full.get());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        return probe.isConsumed()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    /** The number of buckets. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** Puts back tokens that were taken but not used. */
    void giveBack(K key, int tokens) {
        Optional.ofNullable(buckets.getIfPresent(key)).ifPresent(each -> each.addTokens(tokens));
    }
}
