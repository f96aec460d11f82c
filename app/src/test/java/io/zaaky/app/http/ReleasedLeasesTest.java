package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way in which a question can end, at a server that has place for a single answer and lets
 * nobody wait: what one of them kept would be missing at the next question.
 */
class ReleasedLeasesTest {
    private static final String CHAT = "/api/public/chat";
    private static final List<String> HELD =
            List.of("zaaky_open_streams{", "zaaky_provider_calls_open{", "zaaky_budget_tokens{");

    private static StubUpstream model;
    private static RunningServer server;

    /** By which call it is asked. */
    private static final List<String> PATHS = List.of("/stream", "/chunked", "");

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        model = LeasesStage.model();
        server = LeasesStage.start(folder, "leases", "0s", model);
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    // ------------------------------------------------------------------ ways to end

    /** A way in which a question ends. */
    enum Way {
        RESET("held"),
        CLOSED("held"),
        HALF_CLOSED_AND_READ_TO_ITS_END("held"),
        HALF_CLOSED_AND_LEFT_LATER("held"),
        STOPPED("held"),
        REFUSED_BY_THE_PROVIDER("bot"),
        BROKEN_BY_THE_PROVIDER("bot"),
        WAITED_FOR_TOO_LONG("bot"),
        SILENT_FOR_TOO_LONG("bot"),
        TOO_LARGE_FOR_THE_MODEL("bot"),
        THROWN_AT_ONCE("moody"),
        THROWN_LATER("moody"),
        NOT_ADMITTED("bot");

        private final String chatbot;

        Way(String chatbot) {
            this.chatbot = chatbot;
        }
    }

    static Stream<Arguments> ways() {
        return Arrays.stream(Way.values())
                .flatMap(way -> PATHS.stream().map(path -> Arguments.of(way, path)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @Tag("COST-11")
    @MethodSource("ways")
    void whateverEndsAQuestionTheNextOneIsAnswered(Way way, String path) {
        String chatbot = "acme/leases-" + way.chatbot;
        for (int i = 0; i < 3; i++) {
            switch (way) {
                case RESET -> leave(path, RawVisitor::reset);
                case CLOSED -> leave(path, RawVisitor::close);
                case HALF_CLOSED_AND_READ_TO_ITS_END -> halfClosed(path);
                case HALF_CLOSED_AND_LEFT_LATER ->
                        leave(
                                path,
                                visitor -> {
                                    visitor.shutdownOutput();
                                    if (!path.isEmpty()) {
                                        visitor.readUntil("keep-alive");
                                    }
                                    visitor.close();
                                });
                case STOPPED -> stopped(path);
                case REFUSED_BY_THE_PROVIDER -> ends(path, chatbot, "ferry refuse", "unavailable");
                case BROKEN_BY_THE_PROVIDER -> ends(path, chatbot, "ferry break", "unavailable");
                case WAITED_FOR_TOO_LONG -> ends(path, chatbot, "ferry wait", "_timeout");
                case SILENT_FOR_TOO_LONG -> ends(path, chatbot, "ferry stall", "_timeout");
                case TOO_LARGE_FOR_THE_MODEL ->
                        ends(path, chatbot, "7".repeat(3900), "provider_rejected");
                case THROWN_AT_ONCE -> ends(path, chatbot, "ferry throw at once", "internal");
                case THROWN_LATER -> ends(path, chatbot, "ferry throw later", "internal");
                case NOT_ADMITTED -> {
                    ends(path, chatbot, " ", "invalid_field");
                    ends(path, chatbot, "x".repeat(4001), "message_too_long");
                    ends(path, "acme/nobody", "ferry", "unknown_chatbot");
                }
            }
            assertNothingIsHeld(server);
            ends(path, chatbot, "When does the ferry leave?", "Fine");
        }
        assertNothingIsHeld(server);
    }

    private static void leave(String path, Consumer<RawVisitor> leaving) {
        int calls = model.calls();
        var visitor = RawVisitor.of(server.port());
        visitor.post(CHAT + path, "acme/leases-held", "ferry hold", "");
        model.call(calls);
        leaving.accept(visitor);
        model.call(calls).awaitClosed();
    }

    /**
     * It has said all it will ever say, and listens on. While a whole answer is made nothing can be
     * written, so that who says no more has left.
     */
    private static void halfClosed(String path) {
        int calls = model.calls();
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.post(CHAT + path, "acme/leases-held", "ferry hold", "");
            model.call(calls);
            visitor.shutdownOutput();
            if (path.isEmpty()) {
                model.call(calls).awaitClosed();
                assertEquals("", visitor.readToEnd());
                return;
            }
            model.release();
            String answer = visitor.readToEnd();
            assertTrue(answer.contains("Hello again"), answer);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    /** A whole answer's id is not known before its end: its visitor can only leave. */
    private static void stopped(String path) {
        if (path.isEmpty()) {
            leave(path, RawVisitor::close);
            return;
        }
        String session = "a-session-that-stops-its-answer";
        int calls = model.calls();
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.post(CHAT + path, "acme/leases-held", "ferry hold", session);
            String head = visitor.readUntil("\r\n\r\n");
            String id = head.replaceFirst("(?s).*X-Message-Id: ([A-Za-z0-9_-]+)\r\n.*", "$1");
            model.call(calls);
            String body = "{\"message_id\":\"%s\",\"session_id\":\"%s\"}".formatted(id, session);
            HttpResponse<String> stop = server.send(server.post(CHAT + "/stop", body));
            assertEquals(202, stop.statusCode(), stop.body());
            visitor.readUntil("0\r\n\r\n");
            model.call(calls).awaitClosed();
        }
    }

    private static void ends(String path, String chatbot, String message, String how) {
        HttpResponse<String> answer =
                server.send(server.post(CHAT + path, RunningServer.body(chatbot, message, "")));
        assertTrue(answer.body().contains(how), answer.statusCode() + ": " + answer.body());
    }

    // ------------------------------------------------------------------ the server's own end

    @ParameterizedTest
    @Tag("COST-11")
    @ValueSource(strings = {"0s", "1h"})
    void anAnswerThatTheServersEndMeetsLeavesNothingBehind(String grace, @TempDir Path folder)
            throws Exception {
        String name = "ending-" + grace;
        for (String path : PATHS) {
            RunningServer ending = LeasesStage.start(folder, name, grace, model);
            int calls = model.calls();
            var visitor = RawVisitor.of(ending.port());
            visitor.post(CHAT + path, "acme/" + name + "-held", "ferry hold", "");
            model.call(calls);
            var closing = Thread.ofVirtual().start(ending::close);
            if (grace.equals("1h")) {
                model.release();
            }
            String answer = visitor.readToEnd();
            String how = grace.equals("1h") ? "Hello again" : "shutting_down";
            assertTrue(answer.contains(how), answer);
            closing.join();
            visitor.close();
            try (var next = LeasesStage.start(folder, name, grace, model)) {
                assertNothingIsHeld(next);
                HttpResponse<String> fine =
                        next.chat(
                                RunningServer.body(
                                        "acme/" + name + "-held", "When is the ferry?", ""));
                assertTrue(fine.body().contains("Fine"), fine.body());
            }
        }
    }

    // ------------------------------------------------------------------ what is held

    private static void assertNothingIsHeld(RunningServer server) {
        Conditions.await("rest", () -> held(server), Map::isEmpty);
    }

    /** The gauges of what is under way that are not 0. */
    private static Map<String, String> held(RunningServer server) {
        Map<String, String> held = new TreeMap<>();
        server.management("/metrics")
                .body()
                .lines()
                .filter(line -> HELD.stream().anyMatch(line::startsWith))
                .filter(line -> !line.startsWith("zaaky_budget") || line.contains("\"reserved\""))
                .filter(line -> !line.endsWith(" 0.0"))
                .forEach(line -> held.put(line.substring(0, line.lastIndexOf(' ')), line));
        return held;
    }

    @Test
    @Tag("COST-11")
    void whileAnAnswerIsUnderWayItIsHeldAndNobodyElseIsAnswered() {
        int calls = model.calls();
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.post(CHAT + "/stream", "acme/leases-held", "ferry hold", "");
            visitor.readUntil("Hello");
            Conditions.await("what is held", () -> held(server), held -> held.size() == 3);
            ends("", "acme/leases-bot", "ferry", "overloaded");
        }
        model.call(calls).awaitClosed();
        assertNothingIsHeld(server);
    }
}
