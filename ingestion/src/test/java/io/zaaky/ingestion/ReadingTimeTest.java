package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ReadingTimeTest {
    private static final Duration SHARE = Duration.ofMinutes(30);

    private final AtomicLong now = new AtomicLong(-5);
    private final ReadingTime time = new ReadingTime(SHARE, now::get);

    private void passes(Duration some) {
        now.addAndGet(some.toNanos());
    }

    @Test
    void anOrganisationHasItsShareAtOnceAndThenAsItComesBack() {
        assertEquals(Duration.ZERO, time.pause("a"));
        time.spend("a", Duration.ofMinutes(29));
        assertEquals(Duration.ZERO, time.pause("a"));
        time.spend("a", Duration.ofMinutes(2));
        assertEquals(Duration.ofMinutes(2), time.pause("a").minusNanos(1));
        passes(Duration.ofMinutes(2));
        passes(Duration.ofNanos(2));
        assertEquals(Duration.ZERO, time.pause("a"), "half of the time comes back");
        time.spend("a", Duration.ofMinutes(1));
        assertTrue(time.pause("a").compareTo(Duration.ofSeconds(119)) > 0);
    }

    @Test
    void theTimeOfOneIsNotTheTimeOfAnother() {
        time.spend("a", Duration.ofHours(2));
        assertTrue(time.pause("a").compareTo(Duration.ofHours(2)) > 0);
        assertEquals(Duration.ZERO, time.pause("b"));
    }

    @Test
    @Tag("ING-23")
    void whoSendsWhatCannotBeReadRestsThreeTimesAsLongAndHalfAMinuteAtMost() {
        time.waste("a", Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(6), time.pause("a"));
        assertEquals(Duration.ZERO, time.untilShare("a"), "it has time left");
        assertEquals(Duration.ZERO, time.pause("b"));
        passes(Duration.ofSeconds(4));
        time.spend("a", Duration.ofSeconds(1));
        time.waste("a", Duration.ofMillis(1));
        assertEquals(Duration.ofSeconds(2), time.pause("a"), "the longer rest stays");
        passes(Duration.ofSeconds(2));
        assertEquals(Duration.ZERO, time.pause("a"));
        time.waste("a", Duration.ofSeconds(60));
        assertEquals(Duration.ofSeconds(30), time.pause("a"));
    }

    @Test
    void theLongerOfRestAndMissingShareIsWaitedFor() {
        time.waste("a", Duration.ofHours(1));
        assertTrue(time.pause("a").compareTo(Duration.ofMinutes(59)) > 0);
        assertEquals(time.untilShare("a"), time.pause("a"));
    }

    @Test
    void manyOrganisationsOfLongAgoAreForgottenButNoDebtIs() {
        time.spend("a", Duration.ofHours(3));
        for (int i = 0; i < 5000; i++) {
            time.spend("b" + i, Duration.ofSeconds(1));
            passes(Duration.ofSeconds(2));
        }
        assertTrue(time.pause("a").isPositive(), "it still owes some");
        assertEquals(Duration.ZERO, time.pause("b1"));
    }
}
