package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.DeafServer;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the second model answers for the first, and when it must not. */
class FallbackTest {
    private static final String QUESTION = "Hi, what is up today?";
    private static final String SESSION = "a-session-that-is-long-enough";

    @TempDir Path folder;

    static Stream<Arguments> failuresBeforeAnyText() {
        return Stream.of(
                Arguments.of("400", script().status(400)),
                Arguments.of("401", script().status(401)),
                Arguments.of("429", script().status(429).header("Retry-After", "600")),
                Arguments.of("500", script().status(500)),
                Arguments.of("503", script().status(503)),
                Arguments.of("a redirect", script().status(307).header("Location", "/elsewhere")),
                Arguments.of("a page", script().header("Content-Type", "text/html").text("<html>")),
                Arguments.of("FIN before the head", script().cutAfter(0)),
                Arguments.of("RST behind the head", script().reset()),
                Arguments.of("an error event", script().frame("{\"error\":{\"message\":\"m\"}}")),
                Arguments.of("an empty stream", script()),
                Arguments.of("an end without text", script().finish("stop").usage(1, 0)),
                Arguments.of("silence before the head", script().holdHeaders()),
                Arguments.of("silence behind the head", script().hold()),
                Arguments.of("empty pieces, then silence", script().tokens("", "").hold()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresBeforeAnyText")
    @Tag("RES-02")
    void aFailureBeforeAnyTextIsAnsweredByTheFallback(String what, StubScript failing) {
        try (var first = StubUpstream.start(failing)) {
            answeredBySecond(first.uri("/v1").toString());
        }
    }

    @Test
    @Tag("RES-02")
    void aServerThatCannotBeReachedIsReplacedByTheFallback() {
        answeredBySecond(StubUpstream.nowhere() + "/v1");
        answeredBySecond("http://no-such-host.invalid/v1");
        try (var plain = StubUpstream.start(script())) {
            answeredBySecond(plain.uri("/v1").toString().replace("http:", "https:"));
        }
    }

    /** The visitor would wait for a connection twice. */
    @Test
    @Tag("RES-17")
    void aServerThatDoesNotConnectInTimeIsTriedOnceAndThenTheFallbackAnswers() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        try (var deaf = new DeafServer();
                var _ = listening("io.zaaky.app.chat.ModelChain", told)) {
            answeredBySecond(deaf.uri() + "/v1");
        }
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("connect-timeout"), told::toString);
        assertFalse(told.getFirst().contains("asked again"), told::toString);
    }

    /** What a class logs, until this is closed. */
    private static Closeable listening(String name, List<String> told) {
        Logger logger = Logger.getLogger(name);
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        told.add(MessageFormat.format(line.getMessage(), line.getParameters()));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        return () -> logger.removeHandler(handler);
    }

    private void answeredBySecond(String first) {
        String session = UUID.randomUUID().toString();
        try (var second = StubUpstream.start(script().tokens("two").finish("stop").usage(1, 1));
                var server = start(first, second)) {
            List<JsonNode> events = server.stream("acme/bot", QUESTION, session).toList();
            assertEquals(2, events.size(), events::toString);
            assertEquals("two", events.getFirst().path("content").asText(), events::toString);
            JsonNode complete = events.getLast();
            assertEquals("complete", complete.path("type").asText(), complete::toString);
            assertEquals("two", complete.path("content").asText(), complete::toString);
            assertEquals("second", complete.path("model").asText(), complete::toString);
            assertEquals(1, second.calls());
            List<JsonNode> history = server.history("acme/bot", session);
            assertEquals(2, history.size(), history::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    @Tag("RES-01")
    void afterAPieceOfTextNothingOfTheFallbackIsHeard(int pieces) {
        StubScript dying =
                script().tokens(Collections.nCopies(pieces, "one ").toArray(String[]::new)).cut();
        try (var first = StubUpstream.start(dying);
                var second = StubUpstream.start(script().tokens("two").finish("stop"));
                var server = start(first.uri("/v1").toString(), second)) {
            List<JsonNode> events = server.stream("acme/bot", QUESTION, SESSION).toList();
            assertEquals(pieces + 1, events.size(), events::toString);
            assertEquals("provider_unavailable", events.getLast().path("code").asText());
            assertTrue(
                    events.stream()
                            .limit(pieces)
                            .allMatch(event -> event.path("content").asText().equals("one ")),
                    events::toString);
            assertEquals(0, second.calls());
            JsonNode kept = server.history("acme/bot", SESSION).getLast();
            assertEquals("one ".repeat(pieces), kept.path("content").asText(), kept::toString);
            assertEquals("incomplete", kept.path("state").asText(), kept::toString);
        }
    }

    private static StubScript script() {
        return StubUpstream.openAi();
    }

    private RunningServer start(String first, StubUpstream second) {
        return RunningServer.start(
                folder,
                "server: {shutdown-grace: 0s}\n",
                """
                chatbots:
                  bot:
                    llm: {provider: openai, base-url: '%s', model: first, connect-timeout: 500ms, first-token-timeout: 500ms}
                    fallback: [{provider: openai, base-url: '%s', model: second}]
                    conversations: {history: 0}
                """
                        .formatted(first, second.uri("/v1")));
    }
}
