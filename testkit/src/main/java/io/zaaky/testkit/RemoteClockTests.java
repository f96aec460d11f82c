package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The timeouts. */
abstract class RemoteClockTests extends RemoteStreamTests {
    @Test
    @Tag("UP-07")
    @Tag("RES-17")
    public final void theClockForConnecting() throws IOException {
        try (var deaf = new DeafServer();
                ChatModel model = modelAt(deaf.uri(), Map.of("connect-timeout", "200ms"))) {
            PluginException failure = Asking.start(model, prompt()).failure(Reason.TIMED_OUT);
            assertTrue(said(failure).contains("connect-timeout"), said(failure));
            assertEquals(Optional.empty(), failure.retryAfter(), "it would be waited twice");
            assertFalse(failure.isUnreachable(), "another may have more patience");
        }
    }

    @Test
    @Tag("UP-07")
    @Tag("UP-14")
    public final void theClockForTheFirstPieceRunsWithoutAStatusLine() {
        timedOut(script().holdHeaders(), "first-token-timeout");
    }

    @Test
    @Tag("UP-07")
    public final void theClockForTheFirstPieceIsNotStoppedByHeaders() {
        timedOut(script().text("\n").hold(), "first-token-timeout");
    }

    @Test
    public final void theClockForTheFirstPieceIsNotStoppedByEmptyPieces() {
        timedOut(script().tokens("", "").hold(), "first-token-timeout");
    }

    @Test
    @Tag("UP-07")
    public final void theClockForSilence() {
        timedOut(script().tokens("one", "two").hold(), "idle-timeout");
    }

    @Test
    public final void theClockForSilenceIsNotStoppedByEmptyPieces() {
        timedOut(script().tokens("one").endless("\n", Duration.ofMillis(20)), "idle-timeout");
    }

    @Test
    @Tag("COST-08")
    @Tag("UP-07")
    public final void theClockForTheWhole() {
        StubScript dripping = script();
        for (int i = 0; i < 500; i++) {
            dripping.tokens("drip ").pause(Duration.ofMillis(20));
        }
        timedOut(dripping, "total-timeout");
    }

    private void timedOut(StubScript script, String clock) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), Map.of(clock, "400ms"))) {
            Asking asking = Asking.start(model, prompt());
            PluginException failure = asking.failure(Reason.TIMED_OUT);
            assertTrue(said(failure).contains(clock), said(failure));
            assertEquals(Optional.empty(), failure.retryAfter(), "it may have worked on it");
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void aCallerWhoTakesTimeIsNotSilence() {
        StubScript script = script().tokens("one", "two").finish("stop").usage(1, 2);
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), Map.of("idle-timeout", "100ms"))) {
            Asking asking = Asking.start(model, prompt(), piece -> takeTime());
            asking.reply();
            assertEquals("onetwo", asking.text());
        }
    }

    private static void takeTime() {
        long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
