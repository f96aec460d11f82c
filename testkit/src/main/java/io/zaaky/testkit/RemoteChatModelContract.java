package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chat model that asks a server does whatever that server does. */
public abstract class RemoteChatModelContract extends ChatModelContract {
    private static final String TRICKY = "é, 漢字, 😀, 👩‍👩‍👧 and \"quotes\"\\\n\ttoo";

    private StubUpstream healthy = StubUpstream.start();

    /** An empty script that streams as this provider does. */
    protected abstract StubScript script();

    /** Settings for a server at this address, which has no path. */
    protected abstract Map<String, ?> settings(URI server);

    @BeforeEach
    final void startHealthy() {
        healthy.close();
        healthy = StubUpstream.start(hello());
    }

    @AfterEach
    final void stopHealthy() {
        healthy.close();
    }

    @Override
    protected final Map<String, ?> settings() {
        return settings(healthy.uri());
    }

    /** A complete answer. */
    protected final StubScript hello() {
        return script().tokens("Hel", "lo", " there").finish("stop").usage(5, 3);
    }

    /** Asks a server that answers like this, and waits for the end. */
    protected final Asking ask(StubScript script) {
        return ask(script, Map.of());
    }

    /** The same with some settings more. */
    protected final Asking ask(StubScript script, Map<String, ?> more) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), more)) {
            Asking asking = Asking.start(model, prompt());
            asking.ended();
            return asking;
        }
    }

    private ChatModel modelAt(URI server, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(settings(server));
        all.putAll(more);
        return model(all);
    }

    @Test
    public final void eachPieceIsHandedOnAsItComes() {
        Asking asking = ask(hello());
        assertEquals(new Reply(FinishReason.STOP, new Usage(5, 3, false)), asking.reply());
        assertEquals(List.of("Hel", "lo", " there"), asking.pieces());
    }

    @Test
    public final void aPieceArrivesBeforeTheNextIsMade() {
        StubScript script =
                script().tokens("first").hold().tokens("second").finish("stop").usage(1, 2);
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking asking = Asking.start(model, prompt());
            assertEquals("first", asking.piece());
            upstream.release();
            assertEquals("second", asking.piece());
            asking.reply();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64})
    public final void packetsOfAnySizeGiveTheSameText(int bytes) {
        Asking asking = ask(script().atATime(bytes).tokens(TRICKY, "x").finish("stop").usage(1, 2));
        asking.reply();
        assertEquals(List.of(TRICKY, "x"), asking.pieces());
    }

    @Test
    public final void anAnswerThatEndsWithTheConnectionIsComplete() {
        assertEquals(
                FinishReason.STOP,
                ask(script().closeDelimited().tokens("Hi").finish("stop").usage(1, 1))
                        .reply()
                        .finish());
    }

    @Test
    public final void anAnswerAtItsLimitSaysSo() {
        assertEquals(
                FinishReason.LENGTH,
                ask(script().tokens("Hi").finish("length").usage(1, 1)).reply().finish());
    }

    @Test
    public final void theConnectionIsClosedAfterAnAnswer() {
        StubScript open = hello().hold();
        try (var upstream = StubUpstream.start(open);
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking.start(model, prompt()).reply();
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void theConnectionIsClosedWhenTheCallerThrows() {
        var gone = new IllegalStateException("the visitor has left");
        try (var upstream = StubUpstream.start(script().tokens("one").hold());
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking asking =
                    Asking.start(
                            model,
                            prompt(),
                            piece -> {
                                throw gone;
                            });
            assertSame(gone, asking.thrown());
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void anInterruptInMidAnswerClosesTheConnection() {
        interrupted(script().tokens("one").hold(), true);
    }

    @Test
    public final void anInterruptBeforeTheFirstPieceClosesTheConnection() {
        interrupted(script().hold(), false);
    }

    @Test
    public final void anInterruptBeforeTheStatusLineClosesTheConnection() {
        interrupted(script().holdHeaders(), false);
    }

    private void interrupted(StubScript script, boolean afterText) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking asking = Asking.start(model, prompt());
            StubCall call = upstream.call(0);
            if (afterText) {
                asking.piece();
            }
            asking.interrupt();
            asking.failure(Reason.CANCELLED);
            call.awaitClosed();
        }
    }

    @Test
    public final void anInterruptEndsTheWaitForAConnection() throws IOException {
        try (var deaf = new DeafServer();
                ChatModel model = modelAt(deaf.uri(), Map.of("connect-timeout", "1h"))) {
            Asking asking = Asking.start(model, prompt());
            asking.interrupt();
            asking.failure(Reason.CANCELLED);
        }
    }

    @Test
    public final void theClockForConnecting() throws IOException {
        try (var deaf = new DeafServer();
                ChatModel model = modelAt(deaf.uri(), Map.of("connect-timeout", "200ms"))) {
            PluginException failure = Asking.start(model, prompt()).failure(Reason.TIMED_OUT);
            assertTrue(said(failure).contains("connect-timeout"), said(failure));
        }
    }

    @Test
    public final void theClockForTheFirstPieceRunsWithoutAStatusLine() {
        timedOut(script().holdHeaders(), "first-token-timeout");
    }

    @Test
    public final void theClockForTheFirstPieceIsNotStoppedByHeaders() {
        timedOut(script().text("\n").hold(), "first-token-timeout");
    }

    @Test
    public final void theClockForTheFirstPieceIsNotStoppedByEmptyPieces() {
        timedOut(script().tokens("", "").hold(), "first-token-timeout");
    }

    @Test
    public final void theClockForSilence() {
        timedOut(script().tokens("one", "two").hold(), "idle-timeout");
    }

    @Test
    public final void theClockForSilenceIsNotStoppedByEmptyPieces() {
        timedOut(script().tokens("one").endless("\n", Duration.ofMillis(20)), "idle-timeout");
    }

    @Test
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

    private static String said(PluginException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static void takeTime() {
        long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    public final void anAnswerThatIsCutIsNeverComplete() {
        Asking cut = ask(script().tokens("Hel").cut());
        cut.failure(Reason.UNAVAILABLE);
        assertEquals("Hel", cut.text());
        ask(script().closeDelimited().tokens("Hel").cut()).failure(Reason.UNAVAILABLE);
        ask(script().tokens("Hel").reset()).failure(Reason.UNAVAILABLE);
        ask(script().tokens("Hel")).failure(Reason.UNAVAILABLE);
        ask(script().cut()).failure(Reason.UNAVAILABLE);
    }

    @Test
    public final void anAnswerWithoutTextIsAFailure() {
        ask(script().finish("stop").usage(5, 0)).failure(Reason.UNAVAILABLE);
        ask(script()).failure(Reason.UNAVAILABLE);
    }

    @Test
    public final void nobodyThereIsAFailureThatMayBeTriedAgain() {
        try (ChatModel model = modelAt(StubUpstream.nowhere(), Map.of())) {
            PluginException failure = Asking.start(model, prompt()).failure(Reason.UNAVAILABLE);
            assertEquals(Optional.of(Duration.ZERO), failure.retryAfter());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED, false", "401, UNAUTHORIZED, false", "403, UNAUTHORIZED, false",
        "404, REJECTED, false", "413, REJECTED, false", "422, REJECTED, false",
        "429, RATE_LIMITED, true", "500, UNAVAILABLE, true", "502, UNAVAILABLE, true",
        "503, UNAVAILABLE, true", "529, UNAVAILABLE, true", "301, UNAVAILABLE, false",
        "204, UNAVAILABLE, false"
    })
    public final void aStatusSaysWhatIsWrong(int status, Reason reason, boolean again) {
        StubScript script =
                script().status(status).header("Content-Type", "application/json").text("{}");
        PluginException failure = ask(script).failure(reason);
        assertEquals(again, failure.retryAfter().isPresent(), failure.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 2",
                "0 | 0",
                "-1 | 0",
                "1e9 | 0",
                "soon | 0",
                "'' | 0",
                "Sun, 06 Nov 1994 08:49:37 GMT | 0"
            })
    public final void theServerSaysHowLongToWait(String header, long seconds) {
        StubScript script = script().status(429).header("Retry-After", header).text("slow down");
        assertEquals(
                Optional.of(Duration.ofSeconds(seconds)),
                ask(script).failure(Reason.RATE_LIMITED).retryAfter());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    public final void aRedirectIsNotFollowed(int status) {
        try (var elsewhere = StubUpstream.start(hello())) {
            StubScript script =
                    script().status(status).header("Location", elsewhere.uri("/x").toString());
            ask(script).failure(Reason.UNAVAILABLE);
            assertEquals(0, elsewhere.calls(), "it was followed");
        }
    }

    @Test
    public final void aPageIsNoAnswer() {
        StubScript page =
                script().header("Content-Type", "text/html").text("<html><h1>Please log in</h1>");
        PluginException failure = ask(page).failure(Reason.UNAVAILABLE);
        assertTrue(said(failure).contains("Please log in"), said(failure));
    }

    @Test
    public final void junkIsNoAnswer() {
        ask(script().tokens("a").frame("}{ what?")).failure(Reason.UNAVAILABLE);
    }

    @Test
    public final void aLineWithoutEndIsNoAnswer() {
        try (var upstream = StubUpstream.start(script().tokens("a").endless("x".repeat(10_000)));
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking.start(model, prompt()).failure(Reason.UNAVAILABLE);
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void aFailureIsToldThoughTheServerStaysOpen() {
        StubScript open = script().status(429).closeDelimited().text("slow down").hold();
        try (var upstream = StubUpstream.start(open);
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            String said = said(Asking.start(model, prompt()).failure(Reason.RATE_LIMITED));
            assertTrue(said.contains("slow down"), said);
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void anAnswerWithoutEndIsNoAnswer() {
        StubScript tenMillionLetters = script();
        for (int i = 0; i < 20; i++) {
            tenMillionLetters.tokens("x".repeat(500_000));
        }
        Asking asking = ask(tenMillionLetters.finish("stop").usage(1, 1));
        asking.failure(Reason.UNAVAILABLE);
        assertTrue(asking.text().length() < 10_000_000, "it was handed on");
    }

    @Test
    public final void whatTheServerSaysFitsIntoOneLineOfALog() {
        String said = "bad\r\nINJECTED \u001b[31m".repeat(100);
        String message =
                said(
                        ask(script().status(500).header("Content-Type", "text/plain").text(said))
                                .failure(Reason.UNAVAILABLE));
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
        assertTrue(message.length() < 500, "too long: " + message.length());
        assertTrue(message.contains("500"), message);
    }

    @Test
    public final void aServerThatIsNotThereIsNotHealthy() {
        try (ChatModel model = modelAt(StubUpstream.nowhere(), Map.of())) {
            try {
                model.check();
            } catch (PluginException e) {
                assertEquals(Reason.UNAVAILABLE, e.reason());
                return;
            }
        }
        throw new AssertionError("check() found nothing wrong with a server that is not there");
    }
}
