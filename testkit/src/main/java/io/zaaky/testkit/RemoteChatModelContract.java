package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of a chat model behind a server, whatever the server does: text is passed on as it
 * arrives, timeouts apply, and every failure is reported as what it is.
 */
public abstract class RemoteChatModelContract extends RemoteClockTests {
    @Test
    @Tag("UP-04")
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
    public final void itSaysWhereItAsks() {
        URI server = StubUpstream.nowhere();
        try (ChatModel model = modelAt(server, Map.of())) {
            URI endpoint = model.endpoint().orElseThrow();
            assertEquals(server.getAuthority(), endpoint.getAuthority());
        }
    }

    @Test
    @Tag("RES-16")
    public final void nobodyThereIsAFailureThatMayBeTriedAgain() {
        try (ChatModel model = modelAt(StubUpstream.nowhere(), Map.of())) {
            PluginException failure = Asking.start(model, prompt()).failure(Reason.UNAVAILABLE);
            assertEquals(Optional.of(Duration.ZERO), failure.retryAfter());
            assertTrue(failure.isUnreachable(), failure.toString());
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
    @Tag("UP-08")
    public final void aStatusSaysWhatIsWrong(int status, Reason reason, boolean again) {
        StubScript script =
                script().status(status).header("Content-Type", "application/json").text("{}");
        PluginException failure = ask(script).failure(reason);
        assertEquals(again, failure.retryAfter().isPresent(), failure.toString());
        assertFalse(failure.isUnreachable(), failure.toString());
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
    @Tag("UP-12")
    public final void theServerSaysHowLongToWait(String header, long seconds) {
        StubScript script = script().status(429).header("Retry-After", header).text("slow down");
        assertEquals(
                Optional.of(Duration.ofSeconds(seconds)),
                ask(script).failure(Reason.RATE_LIMITED).retryAfter());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @Tag("UP-09")
    public final void aRedirectIsNotFollowed(int status) {
        try (var elsewhere = StubUpstream.start(hello())) {
            StubScript script =
                    script().status(status).header("Location", elsewhere.uri("/x").toString());
            ask(script).failure(Reason.UNAVAILABLE);
            assertEquals(0, elsewhere.calls(), "it was followed");
        }
    }

    @Test
    @Tag("UP-08")
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
    @Tag("UP-10")
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
    @Tag("COST-08")
    @Tag("UP-10")
    public final void anAnswerWithoutEndIsCutAndItsCallClosed() {
        StubScript fiftyThousandWords = script();
        for (int i = 0; i < 50_000; i++) {
            fiftyThousandWords.tokens("word ");
        }
        try (var upstream = StubUpstream.start(fiftyThousandWords.hold());
                ChatModel model = modelAt(upstream.uri(), Map.of())) {
            Asking asking = Asking.start(model, prompt());
            assertEquals(FinishReason.LENGTH, asking.reply().finish());
            int characters = asking.text().length();
            assertTrue(
                    characters > 4 * model.maxTokens() && characters < 20 * model.maxTokens(),
                    () -> "characters: " + characters + " of tokens: " + model.maxTokens());
            assertTrue(asking.reply().usage().estimated(), () -> asking.reply().toString());
            upstream.call(0).awaitClosed();
        }
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
