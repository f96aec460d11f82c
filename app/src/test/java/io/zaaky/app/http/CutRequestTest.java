package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave in the middle of a request. */
class CutRequestTest {
    private static final String BODY = "{\"message\":\"Hi there\",\"chatbot_id\":\"acme/bot\"}";

    @TempDir Path folder;

    @Test
    @Tag("HTTP-19")
    void areNotInTheLogWhereverTheyLeave() {
        try (var server =
                        RunningServer.start(
                                folder,
                                "",
                                "chatbots:\n  bot:\n    llm: {provider: extractive}\n");
                var log = new Log()) {
            for (int port : List.of(server.port(), server.managementPort())) {
                for (String request : requests()) {
                    for (int length = 1; length < request.length(); length++) {
                        leave(port, request.substring(0, length));
                    }
                }
            }
            awaitNoConnections(server);
            assertEquals(List.of(), log.lines());
        }
    }

    private static List<String> requests() {
        String post =
                "POST /api/public/chat HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Type: application/json\r\n";
        return List.of(
                "GET /demo HTTP/1.1\r\nHost: localhost\r\n\r\n",
                post + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY,
                post
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(BODY.length())
                        + "\r\n"
                        + BODY
                        + "\r\n0\r\n\r\n",
                "PUT /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
    }

    private static void leave(int port, String begun) {
        try (var closed = RawVisitor.of(port);
                var half = RawVisitor.of(port)) {
            closed.send(begun);
            half.send(begun);
            half.shutdownOutput();
            half.isEnded();
        }
        var reset = RawVisitor.of(port);
        reset.send(begun);
        reset.reset();
    }

    /** A new connection is served after those before it; their threads end soon after. */
    private static void awaitNoConnections(RunningServer server) {
        Conditions.await(
                "the end of all threads of connections",
                () ->
                        server.management("/health/live").statusCode() == 200
                                && server.get("/demo").statusCode() == 200,
                served -> served);
    }

    /** What is logged in this process, until this is closed. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger root = Logger.getLogger("");
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Log() {
            root.addHandler(this);
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void publish(LogRecord entry) {
            String from = String.valueOf(entry.getLoggerName());
            if (from.startsWith("io.helidon.webserver") || from.startsWith("io.zaaky.app.http")) {
                lines.add(entry.getLevel() + " " + from + ": " + entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            root.removeHandler(this);
        }
    }
}
