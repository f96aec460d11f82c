package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CallClockTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CallClock clock = new CallClock(new Clocks(LONG, LONG, LONG, LONG));

    @AfterEach
    void nobodyElseIsInterrupted() {
        var _ = Thread.interrupted();
    }

    @Test
    void anInterruptWhileAPieceIsHandedOutCutsTheCallOnlyIfItStays() throws IOException {
        try (var socket = interruptedWhileDelivering()) {
            assertFalse(socket.isClosed(), "cut by an interrupt of its listener");
            clock.delivered();
            clock.check();
            assertTrue(socket.isClosed(), "not cut by an interrupt of the call");
        }
    }

    @Test
    void aListenersInterruptThatIsOverIsForgotten() throws IOException {
        try (var socket = interruptedWhileDelivering()) {
            assertTrue(Thread.interrupted());
            clock.delivered();
            clock.check();
            assertFalse(socket.isClosed());
        }
    }

    private Socket interruptedWhileDelivering() {
        var socket = new Socket();
        clock.cuts(socket);
        clock.connected();
        clock.delivering();
        Thread.currentThread().interrupt();
        clock.check();
        return socket;
    }
}
