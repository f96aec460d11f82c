package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not finish what they have begun to ask. */
class SlowRequestTest {
    @TempDir Path folder;

    @ParameterizedTest
    @Tag("HTTP-03")
    @Tag("HTTP-04")
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /demo HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "POST /api/public/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
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
    @Tag("HTTP-03")
    void theManagementPortEndsThemTooAndNoneThatIsIdleBetweenRequests() {
        String request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var server = RunningServer.start(folder, "", bot());
                var idle = RawVisitor.of(server.managementPort());
                var silent = RawVisitor.of(server.managementPort());
                var slow = RawVisitor.of(server.managementPort())) {
            idle.send(request);
            idle.readUntil("\"status\":\"UP\"");
            slow.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            assertTrue(silent.isEnded(), "the silent one is still open");
            assertTrue(slow.isEnded(), "the slow one is still open");
            idle.send(request);
            idle.readUntil("\"status\":\"UP\"");
        }
    }

    @Test
    @Tag("HTTP-03")
    void oneThatDripsIsEndedTooAndAnIdleOneIsNot() {
        try (var server = RunningServer.start(folder, "", bot());
                var idle = RawVisitor.of(server.port());
                var visitor = RawVisitor.of(server.port())) {
            idle.send("GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: localhost\r\n\r\n");
            idle.readUntil("session_id");
            visitor.send("GET /demo HTTP/1.1\r\nHost: localhost\r\n");
            assertTrue(visitor.isEndedWhileSending("X-Drip: 1\r\n"), "still open");
            idle.send("GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: localhost\r\n\r\n");
            idle.readUntil("session_id");
        }
    }

    @Test
    @Tag("HTTP-04")
    void aBodyThatDripsIsEndedToo() {
        try (var server = RunningServer.start(folder, "", bot());
                var visitor = RawVisitor.of(server.port())) {
            visitor.send(
                    "POST /api/public/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                            + " application/json\r\nContent-Length: 1000\r\n\r\n{");
            assertTrue(visitor.isEndedWhileSending(" "), "still open");
        }
    }

    @Test
    @Tag("HTTP-03")
    void whileManyAreSlowTheOthersAreAnswered() {
        List<RawVisitor> slow = new ArrayList<>();
        try (var server = RunningServer.start(folder, "", bot())) {
            for (int i = 0; i < 500; i++) {
                var visitor = RawVisitor.of(server.port());
                slow.add(visitor);
                visitor.send("GET /demo HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            }
            String question = RunningServer.body("acme/bot", "Hi, what is up today?", "");
            assertEquals(200, server.chat(question).statusCode());
            for (RawVisitor visitor : slow) {
                assertTrue(visitor.isEnded(), "still open");
            }
        } finally {
            slow.forEach(RawVisitor::close);
        }
    }

    private static String bot() {
        return "chatbots:\n  bot:\n    llm: {provider: extractive}\n";
    }
}
