package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not finish what they have begun to ask. */
class SlowRequestTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /demo HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "POST /api/public/chat HTTP/1.1\r\nHost: x\r\nContent-Type:"
                        + " application/json\r\nContent-Length: 100\r\n\r\n{\"mess",
            })
    void theConnectionOfARequestThatNeverEndsIsEnded(String begun) {
        try (var server = RunningServer.start(folder, "", bot());
                var visitor = RawVisitor.of(server.port())) {
            visitor.send(begun);
            assertTrue(visitor.isEnded(), "still open");
        }
    }

    @Test
    void oneThatDripsIsEndedTooAndAnIdleOneIsNot() {
        try (var server = RunningServer.start(folder, "", bot());
                var idle = RawVisitor.of(server.port());
                var visitor = RawVisitor.of(server.port())) {
            idle.send("GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: x\r\n\r\n");
            idle.readUntil("session_id");
            visitor.send("GET /demo HTTP/1.1\r\nHost: x\r\n");
            assertTrue(visitor.isEndedWhileSending("X-Drip: 1\r\n"), "still open");
            idle.send("GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: x\r\n\r\n");
            idle.readUntil("session_id");
        }
    }

    private static String bot() {
        return "chatbots:\n  bot:\n    llm: {provider: extractive}\n";
    }
}
