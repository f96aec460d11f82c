package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How text arrives, and when the connection is closed. */
abstract class RemoteStreamTests extends RemoteChatModelFixture {
    private static final String TRICKY = "é, 漢字, 😀, 👩‍👩‍👧 and \"quotes\"\\\n\ttoo";

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
    @Tag("UP-01")
    public final void packetsOfAnySizeGiveTheSameText(int bytes) {
        Asking asking = ask(script().atATime(bytes).tokens(TRICKY, "x").finish("stop").usage(1, 2));
        asking.reply();
        assertEquals(List.of(TRICKY, "x"), asking.pieces());
    }

    @Test
    @Tag("UP-04")
    public final void anAnswerThatEndsAtAnyByteIsWholeOrAFailure() {
        cutEverywhere(StubScript::cutAfter);
    }

    @Test
    @Tag("UP-04")
    public final void anAnswerWithoutChunksThatEndsAtAnyByteIsWholeOrAFailure() {
        cutEverywhere((script, at) -> script.closeDelimited().cutAfter(at));
    }

    @Test
    @Tag("UP-04")
    @Tag("UP-16")
    public final void anAnswerThatIsResetAtAnyByteIsWholeOrAFailure() {
        cutEverywhere(StubScript::resetAfter);
    }

    /**
     * Cuts at every byte: first the call fails; from some byte on, the answer is complete; finally
     * the token counts arrive too.
     */
    private void cutEverywhere(BiFunction<StubScript, Long, StubScript> cut) {
        String text = "aé😀";
        var counted = new Reply(FinishReason.STOP, new Usage(5, 3, false));
        boolean complete = false;
        int behind = 0; // cuts after everything relevant
        for (long at = 0; behind < 40; at++) {
            assertTrue(at < 5000, "it is never complete");
            StubScript script = script().tokens("aé", "😀").finish("stop").usage(5, 3);
            Asking asking = ask(cut.apply(script, at));
            if (asking.replied()) {
                complete = true;
                assertEquals(text, asking.text(), "cut after byte " + at);
                assertEquals(FinishReason.STOP, asking.reply().finish());
                behind = asking.reply().equals(counted) ? behind + 1 : 0;
            } else {
                asking.failure(Reason.UNAVAILABLE);
                assertFalse(complete, "a failure again after byte " + at);
                assertTrue(text.startsWith(asking.text()), asking.text() + " after byte " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 60})
    public final void aHeadThatStallsIsWaitedForAsLongAsAFirstPiece(int bytes) {
        try (var upstream = StubUpstream.start(hello().holdAfter(bytes));
                ChatModel model = modelAt(upstream.uri(), Map.of("first-token-timeout", "300ms"))) {
            Asking.start(model, prompt()).failure(Reason.TIMED_OUT);
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    public final void whatStallsAnywhereGoesOnWhereItWas() {
        for (int at = 0; at < 300; at += 7) {
            try (var upstream = StubUpstream.start(hello().holdAfter(at));
                    ChatModel model = modelAt(upstream.uri(), Map.of())) {
                Asking asking = Asking.start(model, prompt());
                upstream.release();
                asking.reply();
                assertEquals("Hello there", asking.text(), "held after byte " + at);
            }
        }
    }

    @Test
    public final void aCharacterThatComesInTwoPiecesIsNeverTornApart() {
        Asking asking =
                ask(script().tokens("a\ud83d", "\ude00", "z\ud83d").finish("stop").usage(1, 3));
        asking.reply();
        assertEquals(List.of("a", "😀", "z", "\ufffd"), asking.pieces());
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
    @Tag("RES-07")
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
    @Tag("UP-19")
    public final void anInterruptInMidAnswerClosesTheConnection() {
        interrupted(script().tokens("one").hold(), true);
    }

    @Test
    @Tag("UP-19")
    public final void anInterruptBeforeTheFirstPieceClosesTheConnection() {
        interrupted(script().hold(), false);
    }

    @Test
    @Tag("UP-19")
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
}
