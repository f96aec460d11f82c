package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.chat.ModelChain.Answered;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelChainTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");
    private static final URI SERVER = URI.create("http://models.example/v1");

    private final PluginException silent = new PluginException(Reason.TIMED_OUT, "silent");
    private final PluginException down = new PluginException(Reason.UNAVAILABLE, "down");
    private final PluginException refused = down.retryable(Duration.ZERO);

    private final List<String> heard = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final FakeMeters meters = new FakeMeters();
    private final SetClock clock = new SetClock();
    private Upstreams upstreams = new Upstreams(ProviderLimits.STANDARD, clock, () -> 0.5);
    private Optional<PluginException> fault = Optional.empty();

    @Test
    void theFirstModelAnswersIfItCan() {
        Answered answered = ask(new FakeModel(100).says("a", "b"), new FakeModel(100));
        assertEquals("p0", answered.by().provider());
        assertEquals(List.of("a", "b"), heard);
    }

    @Test
    @Tag("RES-01")
    void aFailureBeforeTheFirstTokenGoesToTheNext() {
        Answered answered = ask(new FakeModel(100).fails(down), new FakeModel(100).says("b"));
        assertEquals("p1", answered.by().provider());
        assertEquals(List.of("b"), heard);
    }

    @Test
    @Tag("RES-01")
    void afterATokenNobodyElseIsAsked() {
        var second = new FakeModel(100).says("b");
        var failure =
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(refused, "a"), second));
        assertSame(refused, failure);
        assertEquals(List.of("a"), heard);
        assertEquals(0, second.prompts.size());
    }

    @Test
    void whenAllFailTheLastFailureIsTold() {
        var last = new PluginException(Reason.RATE_LIMITED, "slow down");
        assertSame(
                last,
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(down), new FakeModel(100).fails(last))));
    }

    /** A call for which surely no work was done is made twice at the most. */
    @Test
    @Tag("UP-13")
    void aSafeFailureIsTriedOnceMore() {
        var model = new FakeModel(100).fails(refused).says("a");
        assertEquals("p0", ask(model).by().provider());
        assertEquals(2, model.prompts.size());
        var broken = new FakeModel(100).at(SERVER).fails(refused).fails(refused).says("never");
        assertThrows(PluginException.class, () -> ask(broken));
        assertEquals(2, broken.prompts.size());
    }

    /** A wait that is longer than the cap is not waited for. */
    @Test
    @Tag("UP-12")
    void aLongRetryAfterFailsOverAtOnce() {
        var busy =
                new FakeModel(100)
                        .fails(
                                new PluginException(Reason.RATE_LIMITED, "busy")
                                        .retryable(Duration.ofDays(9)));
        assertEquals("p1", ask(busy, new FakeModel(100).says("b")).by().provider());
        assertEquals(1, busy.prompts.size());
    }

    /** The visitor would wait as long again; the next model is asked instead. */
    @Test
    @Tag("RES-17")
    void whatDidNotFailAtOnceIsNotTriedOnceMore() {
        Duration atOnce = ProviderLimits.STANDARD.atOnce();
        var quick = new FakeModel(100).failsAfter(() -> clock.pass(atOnce), refused).says("a");
        assertEquals("p0", ask(quick).by().provider());
        assertEquals(2, quick.prompts.size());

        Duration longer = atOnce.plusMillis(1);
        var slow = new FakeModel(100).at(SERVER).failsAfter(() -> clock.pass(longer), refused);
        assertEquals("p1", ask(slow, new FakeModel(100).says("b")).by().provider());
        assertEquals(1, slow.prompts.size());

        PluginException late = silent.retryable(Duration.ZERO);
        var unconnected = new FakeModel(100).named("another").at(SERVER).fails(late);
        assertEquals("p1", ask(unconnected, new FakeModel(100).says("c")).by().provider());
        assertEquals(1, unconnected.prompts.size());
        assertEquals(List.of("a", "b", "c"), heard);
    }

    @Test
    void aCancelledCallIsNotGivenToTheNext() {
        var second = new FakeModel(100).says("b");
        var cancelled = new PluginException(Reason.CANCELLED, "stop");
        assertSame(
                cancelled,
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(cancelled), second)));
        assertEquals(0, second.prompts.size());
    }

    @Test
    @Tag("UP-12")
    @Tag("RES-03")
    void theSecondAttemptWaitsAsLongAsIsAskedAndALittleByChance() {
        ask(new FakeModel(100).fails(refused).says("a"));
        PluginException busy =
                new PluginException(Reason.RATE_LIMITED, "busy").retryable(Duration.ofSeconds(2));
        ask(new FakeModel(100).at(SERVER).fails(busy).says("a"));
        assertEquals(List.of(Duration.ofMillis(125), Duration.ofMillis(2125)), pauses);
    }

    @Test
    void aModelWhoseBreakerIsOpenIsPassedOver() {
        var first = new FakeModel(100).at(SERVER).alwaysFails(silent);
        var second = new FakeModel(100);
        for (int i = 0; i < 30; i++) {
            second.says("b");
            assertEquals("p1", ask(first, second).by().provider());
        }
        assertEquals(10, first.prompts.size());
        assertEquals(20, meters.rejected);
        assertEquals(30, second.prompts.size());
    }

    @Test
    void withoutAFallbackAnOpenBreakerMeansUnavailable() {
        var model = new FakeModel(100).at(SERVER).alwaysFails(silent);
        for (int i = 0; i < 10; i++) {
            assertThrows(PluginException.class, () -> ask(model));
        }
        var refusal = assertThrows(PluginException.class, () -> ask(model));
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, AnswerFailure.provider(refusal).code());
        assertTrue(String.valueOf(refusal.getMessage()).contains(SERVER.toString()));
        assertEquals(10, model.prompts.size());
    }

    @Test
    void aServerThatIsBackIsAskedAgain() {
        var model = new FakeModel(100).at(SERVER);
        for (int i = 0; i < 10; i++) {
            model.fails(silent);
            assertThrows(PluginException.class, () -> ask(model));
        }
        clock.pass(Duration.ofSeconds(6));
        model.says("a").says("b");
        ask(model);
        ask(model);
        assertEquals(List.of("a", "b"), heard);
    }

    @Test
    void aListenerThatThrowsIsNoFaultOfTheServer() {
        var full = new PluginException(Reason.UNAVAILABLE, "the visitor's pipe is full");
        fault = Optional.of(full);
        var model = new FakeModel(100).at(SERVER);
        for (int i = 0; i < 30; i++) {
            model.says("a");
            assertSame(full, assertThrows(PluginException.class, () -> ask(model)));
        }
        assertEquals(0, meters.rejected);
    }

    @Test
    void aPromptThatCannotBeBuiltIsNoCall() {
        var tooLong = new PluginException(Reason.REJECTED, "too long");
        var model = new FakeModel(100).at(SERVER);
        for (int i = 0; i < 30; i++) {
            assertSame(
                    tooLong,
                    assertThrows(
                            PluginException.class,
                            () ->
                                    chain(model).stream(
                                            _ -> true,
                                            _ -> {
                                                throw tooLong;
                                            },
                                            listener(),
                                            new Expenses(clock, Allowance.UNLIMITED)
                                                    .book(ModelCall.Kind.ANSWER),
                                            "r")));
        }
        assertEquals(0, meters.calls);
    }

    /** A server that fails every call gets at most a tenth more of them. */
    @Test
    @Tag("RES-03")
    void secondAttemptsAreATenthOfTheFirstOnes() {
        ProviderLimits standard = ProviderLimits.STANDARD;
        upstreams =
                new Upstreams(
                        new ProviderLimits(
                                100_000,
                                100_000,
                                standard.failurePercent(),
                                standard.firstPause(),
                                standard.longestPause(),
                                standard.retryPercent(),
                                standard.retriesSaved(),
                                standard.atOnce(),
                                standard.longestRetryAfter(),
                                standard.jitter()),
                        clock,
                        () -> 0.5);
        var model = new FakeModel(100).at(SERVER).alwaysFails(refused);
        for (int i = 0; i < 1000; i++) {
            assertThrows(PluginException.class, () -> ask(model));
        }
        assertEquals(1100, model.prompts.size());
    }

    @Test
    void theBreakerKeepsEvenThoseAway() {
        var model = new FakeModel(100).at(SERVER).alwaysFails(refused);
        for (int i = 0; i < 1000; i++) {
            assertThrows(PluginException.class, () -> ask(model));
        }
        assertEquals(10, model.prompts.size());
        assertEquals(991, meters.rejected);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "UNAUTHORIZED", "BROKEN"})
    void whatWouldFailAgainIsCalledOnce(Reason reason) {
        var model = new FakeModel(100).alwaysFails(new PluginException(reason, "no"));
        assertThrows(PluginException.class, () -> ask(model));
        assertEquals(1, model.prompts.size());
    }

    private ModelChain.Listener listener() {
        return new ModelChain.Listener() {
            @Override
            public void from(String provider) {}

            @Override
            public String said() {
                return String.join("", heard);
            }

            @Override
            public void accept(String piece) {
                heard.add(piece);
                if (fault.isPresent()) {
                    throw fault.get();
                }
            }
        };
    }

    private ModelChain chain(FakeModel... models) {
        List<NamedModel> named = new ArrayList<>();
        Stream.of(models)
                .forEach(model -> named.add(new NamedModel("p" + named.size(), "", model)));
        return new ModelChain(
                upstreams.of(BOT, named).candidates(), new CountedCalls(meters, BOT), pauses::add);
    }

    private Answered ask(FakeModel... models) {
        try {
            var book = new Expenses(clock, Allowance.UNLIMITED).book(ModelCall.Kind.ANSWER);
            return chain(models).stream(_ -> true, _ -> Prompt.of("q"), listener(), book, "r");
        } finally {
            assertEquals(0, meters.open, "calls still open after " + meters.calls);
        }
    }
}
