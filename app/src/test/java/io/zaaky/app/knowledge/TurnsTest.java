package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.chat.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ING-31")
class TurnsTest {
    private final SetClock clock = new SetClock();
    private final Turns turns = new Turns(clock);

    @Test
    void someUploadsThatCannotBeReadCostNoTime() {
        fail(Turns.FREE);
        assertEquals(Duration.ZERO, turns.pause("acme"));
    }

    @Test
    void whoSendsMoreOfThemWaitsAndNobodyElseDoes() {
        fail(Turns.FREE + 4);
        assertEquals(Duration.ofSeconds(2), turns.pause("acme"));
        assertEquals(Duration.ZERO, turns.pause("harbor"));
    }

    @Test
    void twoASecondAreForgotten() {
        fail(Turns.FREE + 4);
        clock.pass(Duration.ofSeconds(2));
        assertEquals(Duration.ZERO, turns.pause("acme"));
        fail(2);
        assertEquals(Duration.ofSeconds(1), turns.pause("acme"));
        clock.pass(Duration.ofHours(1));
        fail(Turns.FREE);
        assertEquals(Duration.ZERO, turns.pause("acme"), "after an hour without any");
    }

    @Test
    void nobodyWaitsLongerThanHalfAMinute() {
        fail(10_000);
        assertEquals(Duration.ofSeconds(30), turns.pause("acme"));
    }

    @Test
    void nobodyWaitsBecauseTheClockWasSetBack() {
        fail(Turns.FREE + 4);
        clock.pass(Duration.ofDays(-1));
        assertEquals(Duration.ZERO, turns.pause("acme"));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            turns.failed("acme");
        }
    }
}
