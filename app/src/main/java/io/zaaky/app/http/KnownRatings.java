package io.zaaky.app.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.zaaky.spi.Feedback.Rating;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers recent ratings of answers, so that a rating that is sent again, for example with a
 * later comment, counts once. Bounded. Safe to call from many threads.
 */
final class KnownRatings {
    private static final int MOST = 100_000;
    private static final Duration KEPT = Duration.ofHours(24);

    private final Cache<String, Optional<Rating>> ratings =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** Whether this rating differs from the answer's last known rating. */
    boolean isNew(String messageId, Optional<Rating> rating) {
        Optional<Rating> before = ratings.asMap().put(messageId, rating);
        return !rating.equals(before);
    }
}
