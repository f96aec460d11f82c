package io.zaaky.app.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A bucket of tokens for each key. Bounded: the one that was quiet for longest is forgotten first.
 * Safe to call from many threads.
 */
final class Buckets<K> {
    private static final int MOST = 100_000;

    private final Cache<K, Bucket> buckets;

    /**
     * @param forget how long a bucket is kept after its last use; longer than it takes to fill up
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
     * Takes tokens, all or none.
     *
     * @param full makes the bucket of a key that has none
     * @return zero if they were there, else how long to wait for them
     */
    Duration take(K key, int tokens, Supplier<Bucket> full) {
        Bucket bucket = buckets.get(key, _ -> full.get());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        return probe.isConsumed()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    /** How many there are. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** Puts tokens back that were taken for nothing. */
    void giveBack(K key, int tokens) {
        Optional.ofNullable(buckets.getIfPresent(key)).ifPresent(each -> each.addTokens(tokens));
    }
}
