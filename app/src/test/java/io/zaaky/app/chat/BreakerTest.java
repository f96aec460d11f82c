package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final SetClock clock = new SetClock();
    private final Breaker breaker = new Breaker("here", ProviderLimits.STANDARD, clock);

    @Test
    @Tag("RES-04")
    void tenCallsThatFailOpenIt() {
        fail(9);
        assertEquals(BreakerState.CLOSED, breaker.state());
        fail(1);
        assertEquals(BreakerState.OPEN, breaker.state());
        assertEquals(Optional.empty(), breaker.admit());
    }

    @Test
    void fourOfFiveCallsMustFail() {
        for (int i = 0; i < 50; i++) {
            succeed();
            succeed();
            fail(1);
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
        fail(12);
        assertEquals(BreakerState.CLOSED, breaker.state(), "fifteen of twenty");
        fail(1);
        assertEquals(BreakerState.OPEN, breaker.state());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "TIMED_OUT"})
    @Tag("UP-13")
    void aFailureThatIsNotTheServersDoesNotCount(Reason reason) {
        for (int i = 0; i < 100; i++) {
            fail(reason);
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
        fail(9);
        assertEquals(BreakerState.CLOSED, breaker.state(), "they count as calls");
    }

    @Test
    void anAnswerThatIsBrokenOffDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            try (Breaker.Call call = admitted()) {
                call.failed(new PluginException(Reason.UNAVAILABLE, "cut"));
            }
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
    }

    @Test
    @Tag("RES-04")
    void afterThePauseOneCallTriesItAndTheOthersAreTurnedAway() {
        fail(10);
        clock.pass(Duration.ofSeconds(5));
        assertEquals(Optional.empty(), breaker.admit());
        clock.pass(MOMENT);
        try (Breaker.Call trial = admitted()) {
            assertEquals(BreakerState.HALF_OPEN, breaker.state());
            assertEquals(Optional.empty(), breaker.admit());
            trial.ended();
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
        fail(9);
        assertEquals(BreakerState.CLOSED, breaker.state(), "it remembers old failures");
    }

    @Test
    @Tag("RES-04")
    void thePauseDoublesWithEachTrialThatFailsUpToAMinute() {
        fail(10);
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            clock.pass(Duration.ofSeconds(seconds));
            assertEquals(Optional.empty(), breaker.admit(), "after " + seconds + " s");
            clock.pass(MOMENT);
            fail(1);
            assertEquals(BreakerState.OPEN, breaker.state());
        }
        clock.pass(Duration.ofSeconds(60).plus(MOMENT));
        succeed();
        fail(10);
        clock.pass(Duration.ofSeconds(5).plus(MOMENT));
        assertTrue(breaker.admit().isPresent(), "it begins with the short pause again");
    }

    @Test
    void aTrialHasSucceededWithItsFirstPieceOfText() {
        openThenWait();
        try (Breaker.Call trial = admitted()) {
            trial.spoke();
            assertEquals(BreakerState.CLOSED, breaker.state());
            fail(9);
            trial.failed(new PluginException(Reason.TIMED_OUT, "cut"));
        }
        assertEquals(BreakerState.OPEN, breaker.state(), "its later failure counts as any other");
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAUTHORIZED", "REJECTED"})
    void aTrialThatIsRefusedShowsThatTheServerAnswers(Reason reason) {
        openThenWait();
        fail(reason);
        assertEquals(BreakerState.CLOSED, breaker.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "BROKEN"})
    void aTrialThatShowsNothingIsFollowedByAnother(Reason reason) {
        openThenWait();
        fail(reason);
        assertEquals(BreakerState.HALF_OPEN, breaker.state());
        try (Breaker.Call next = admitted()) {
            assertEquals(Optional.empty(), breaker.admit());
            next.ended();
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
    }

    @Test
    void aCallOfBeforeSaysNothingAboutNow() {
        Breaker.Call slow = admitted();
        Breaker.Call left = admitted();
        Breaker.Call lucky = admitted();
        openThenWait();
        try (Breaker.Call trial = admitted()) {
            slow.failed(new PluginException(Reason.TIMED_OUT, "slow"));
            slow.close();
            left.close();
            lucky.ended();
            lucky.close();
            assertEquals(BreakerState.HALF_OPEN, breaker.state());
            assertEquals(Optional.empty(), breaker.admit(), "there are two trials");
            trial.ended();
        }
        assertEquals(BreakerState.CLOSED, breaker.state());
    }

    @Test
    void theRefusalSaysWhichServerAndWhy() {
        fail(10);
        PluginException refusal = breaker.refusal();
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(Optional.empty(), refusal.retryAfter());
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.startsWith("here: not asked") && said.contains("5 s"), said);
        assertFalse(said.contains("boom"), said);
    }

    private void openThenWait() {
        fail(10);
        clock.pass(Duration.ofSeconds(5).plus(MOMENT));
    }

    private Breaker.Call admitted() {
        return breaker.admit().orElseThrow();
    }

    private void succeed() {
        try (Breaker.Call call = admitted()) {
            call.ended();
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            fail(i % 2 == 0 ? Reason.UNAVAILABLE : Reason.TIMED_OUT);
        }
    }

    private void fail(Reason reason) {
        try (Breaker.Call call = admitted()) {
            call.failed(new PluginException(reason, "boom").retryable(Duration.ZERO));
        }
    }
}
