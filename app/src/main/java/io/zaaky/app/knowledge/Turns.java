package io.zaaky.app.knowledge;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the documents of all chatbots share: turns to process large documents, two at once and one
 * per organisation, and a rate limit for uploads that cannot be read. Such uploads cost much work
 * for nothing, so after the first {@link #FREE} an organisation gets two a second. Safe to call
 * from many threads.
 */
final class Turns {
    private static final Duration PATIENCE = Duration.ofHours(1); // then it waits again

    /** The failed uploads that an organisation has free of delay. */
    static final int FREE = 50;

    private static final Duration EACH = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration MOST = EACH.multipliedBy(FREE).plus(LONGEST);

    private final Bulkhead large = new Bulkhead(new Bulkhead.Limits(2, 1, Integer.MAX_VALUE));
    private final InstantSource clock;
    private final Map<String, Instant> paidAt = new ConcurrentHashMap<>(); // by organisation

    Turns(InstantSource clock) {
        this.clock = clock;
    }

    /** Waits for the organisation's turn if a document is large. The caller must hold no lock. */
    DocumentSink.Turn of(String organisation, long bytes) throws InterruptedException {
        if (!Workers.Limits.USUAL.isLarge(bytes)) {
            return DocumentSink.Turn.FREE;
        }
        Optional<Bulkhead.Permit> permit = Optional.empty();
        while (permit.isEmpty()) {
            permit = large.acquire(organisation, PATIENCE);
        }
        return permit.get()::close;
    }

    /** The number of documents that wait for a turn. */
    int waiting() {
        return large.waiting();
    }

    /** Records that an upload could not be read. */
    void failed(String organisation) {
        Instant now = clock.instant();
        paidAt.merge(organisation, now.plus(EACH), (before, _) -> later(before, now));
    }

    private static Instant later(Instant before, Instant now) {
        Instant from = before.isBefore(now) ? now : before;
        Instant to = from.plus(EACH);
        return to.isAfter(now.plus(MOST)) ? now.plus(MOST) : to;
    }

    /** How long the organisation's next upload has to wait, at most half a minute. */
    Duration pause(String organisation) {
        Duration owed =
                Duration.between(clock.instant(), paidAt.getOrDefault(organisation, Instant.EPOCH));
        Duration pause = owed.minus(EACH.multipliedBy(FREE));
        boolean clockWasSetBack = owed.compareTo(MOST) > 0;
        return pause.isNegative() || clockWasSetBack ? Duration.ZERO : pause;
    }
}
