package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How text comes in, and when the connection is closed. */
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
    public final void packetsOfAnySizeGiveTheSameText(int bytes) {
        Asking asking = ask(script().atATime(bytes).tokens(TRICKY, "x").finish("stop").usage(1, 2));
        asking.reply();
        assertEquals(List.of(TRICKY, "x"), asking.pieces());
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
}
