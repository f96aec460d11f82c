package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The event stream as a visitor's client sees it, with a provider that does what the test says. */
class StreamingTest {
    private static final String SESSION = "a-session-that-is-long-enough";

    @TempDir Path folder;

    @Test
    void tokensArriveOneByOneAndTheAnswerIsTheirSum() {
        StubScript script =
                StubUpstream.openAi()
                        .tokens("Hel")
                        .hold()
                        .tokens("lo, ")
                        .hold()
                        .tokens("wörld 😀\n")
                        .finish("stop")
                        .usage(7, 3);
        try (var upstream = StubUpstream.start(script);
                var server = start(upstream, "")) {
            HttpResponse<Stream<String>> response =
                    server.open("acme/bot", "Hi, what is up today?", SESSION);
            assertEquals(200, response.statusCode());
            header(response, "Content-Type", "text/event-stream; charset=utf-8");
            header(response, "Cache-Control", "no-cache");
            header(response, "X-Accel-Buffering", "no");
            header(response, "X-Session-Id", SESSION);
            Iterator<JsonNode> events = RunningServer.events(response.body()).iterator();
            token(events.next(), "Hel"); // the provider has not sent more yet
            upstream.release();
            token(events.next(), "lo, ");
            upstream.release();
            token(events.next(), "wörld 😀\n");
            JsonNode complete = events.next();
            assertFalse(events.hasNext());
            assertEquals("complete", complete.get("type").asText());
            assertEquals("Hello, wörld 😀\n", complete.get("content").asText());
            assertTrue(complete.get("done").asBoolean());
            assertEquals("stop", complete.get("finish_reason").asText());
            assertEquals("openai", complete.get("provider").asText());
            assertEquals("m", complete.get("model").asText());
            assertEquals(SESSION, complete.get("session_id").asText());
            assertEquals(7, complete.get("usage").get("prompt_tokens").asInt());
            assertEquals(3, complete.get("usage").get("completion_tokens").asInt());
            assertEquals(
                    response.headers().firstValue("X-Message-Id").orElseThrow(),
                    complete.get("message_id").asText());
        }
    }

    @Test
    void eachFrameIsDataThenItsNumber() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            HttpResponse<Stream<String>> response =
                    server.open("acme/bot", "Hi, what is up today?", SESSION);
            String id = response.headers().firstValue("X-Message-Id").orElseThrow();
            List<String> lines = response.body().toList();
            assertTrue(lines.get(0).startsWith("data: {\"type\":\"token\""), lines.toString());
            assertEquals("id: " + id + ":1", lines.get(1));
            assertEquals("", lines.get(2));
            assertTrue(lines.get(3).startsWith("data: {\"type\":\"complete\""), lines.toString());
            assertEquals("id: " + id + ":2", lines.get(4));
        }
    }

    @Test
    void anEventSourceAsksByGetAndIsToldToStopWhenItComesAgain() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            String path =
                    "/api/public/chat/stream?chatbot_id=acme/bot&session_id="
                            + SESSION
                            + "&message="
                            + URLEncoder.encode("How are things, 你好?", StandardCharsets.UTF_8);
            HttpResponse<String> first = server.get(path);
            assertEquals(200, first.statusCode());
            assertTrue(first.body().contains("\"type\":\"complete\""), first.body());
            assertEquals(204, server.get(path, "Last-Event-ID", "x:2").statusCode());
            assertEquals(1, upstream.calls());
            assertEquals(
                    "How are things, 你好?",
                    server.history("acme/bot", SESSION).getFirst().get("content").asText());
        }
    }

    @Test
    void whileTheModelIsSilentCommentsKeepTheLineAlive() {
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi().hold().tokens("late").finish("stop"));
                var server = start(upstream, "streaming: {heartbeat: 200ms}")) {
            Iterator<String> lines =
                    server.open("acme/bot", "Hi, what is up today?", SESSION).body().iterator();
            for (int beat = 0; beat < 3; beat++) {
                assertEquals(": keep-alive", lines.next());
                assertEquals("", lines.next());
            }
            upstream.release();
            assertTrue(firstData(lines).contains("late"));
        }
    }

    @Test
    @Tag("UP-14")
    void whileOllamaLoadsItsModelTheLineIsKeptAliveAndThenTheAnswerComes() {
        StubScript loading = StubUpstream.ollama().holdHeaders().tokens("late").finish("stop");
        try (var upstream = StubUpstream.start(loading.usage(3, 1));
                var server =
                        RunningServer.start(
                                folder,
                                "",
                                """
                                chatbots:
                                  bot:
                                    llm: {provider: ollama, base-url: "%s", model: m, idle-timeout: 100ms}
                                    streaming: {heartbeat: 200ms}
                                """
                                        .formatted(upstream.uri()))) {
            Iterator<String> lines =
                    server.open("acme/bot", "Hi, what is up today?", SESSION).body().iterator();
            for (int beat = 0; beat < 3; beat++) {
                assertEquals(": keep-alive", lines.next());
                assertEquals("", lines.next());
            }
            upstream.release();
            assertTrue(firstData(lines).contains("late"));
            String last = firstData(lines);
            assertTrue(last.contains("\"type\":\"complete\""), last);
        }
    }

    private static String firstData(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("data: ")) {
            line = lines.next();
        }
        return line;
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        "refused with 500",
                        StubUpstream.openAi().status(500).text("boom sk-secret"),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "cut",
                        StubUpstream.openAi().tokens("Hel").cut(),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "reset",
                        StubUpstream.openAi().tokens("Hel").reset(),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "no finish",
                        StubUpstream.openAi().tokens("Hel"),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "no text",
                        StubUpstream.openAi().finish("stop"),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "HTML",
                        StubUpstream.openAi()
                                .header("Content-Type", "text/html")
                                .text("<html>login</html>"),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "redirect",
                        StubUpstream.openAi().status(302).header("Location", "http://127.0.0.1:1/"),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "a line of 5 MB",
                        StubUpstream.openAi().text("data: " + "x".repeat(5 << 20)),
                        "provider_unavailable",
                        true),
                Arguments.of(
                        "429",
                        StubUpstream.openAi().status(429).header("Retry-After", "600"),
                        "provider_rate_limited",
                        true),
                Arguments.of(
                        "401",
                        StubUpstream.openAi()
                                .status(401)
                                .text("{\"error\":{\"message\":\"bad key sk-very-secret-key\"}}"),
                        "provider_rejected",
                        false),
                Arguments.of("404", StubUpstream.openAi().status(404), "provider_rejected", false),
                Arguments.of("silence", StubUpstream.openAi().hold(), "provider_timeout", true),
                Arguments.of(
                        "silence after a token",
                        StubUpstream.openAi().tokens("Hel").hold(),
                        "provider_timeout",
                        true),
                Arguments.of(
                        "an error within the stream",
                        StubUpstream.openAi()
                                .tokens("Hel")
                                .frame("{\"error\":{\"message\":\"oops\",\"code\":500}}"),
                        "provider_unavailable",
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whateverTheProviderDoesTheStreamEndsInOneErrorAndKeepsWhatWasSaid(
            String what, StubScript script, String code, boolean retryable) {
        try (var upstream = StubUpstream.start(script);
                var server = start(upstream, "")) {
            List<JsonNode> events =
                    server.stream("acme/bot", "Hi, what is up today?", SESSION).toList();
            JsonNode error = events.getLast();
            assertEquals("error", error.get("type").asText(), what);
            assertEquals(code, error.get("code").asText(), what);
            assertEquals(retryable, error.get("retryable").asBoolean(), what);
            assertTrue(error.get("done").asBoolean());
            assertFalse(error.get("request_id").asText().isEmpty());
            assertFalse(
                    error.toString().contains("secret") || error.toString().contains("127.0.0.1"),
                    error.toString());
            assertTrue(
                    events.stream()
                            .limit(events.size() - 1L)
                            .allMatch(event -> event.get("type").asText().equals("token")),
                    events.toString());
            List<JsonNode> history = server.history("acme/bot", SESSION);
            boolean said = events.size() > 1;
            assertEquals(
                    said ? "incomplete" : "failed",
                    history.get(1).get("state").asText(),
                    history.toString());
            assertEquals(said ? "Hel" : "", history.get(1).get("content").asText());
        }
    }

    @Test
    void aCautionThatWasSentIsKeptWhenTheProviderFailsAfterIt() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("boats.md"), "# Boats\n\nThe ferry leaves at nine.\n");
        String more =
                "answering: {when-none: caution, when-weak: caution}, knowledge: {sources: [{path:"
                        + " %s}]}".formatted(documents);
        try (var upstream = StubUpstream.start(StubUpstream.openAi().cut());
                var server = start(upstream, more)) {
            List<JsonNode> events =
                    server.stream("acme/bot", "Who won the cup of Brazil in 1974?", SESSION)
                            .toList();
            assertEquals("error", events.getLast().get("type").asText(), events::toString);
            JsonNode kept = server.history("acme/bot", SESSION).getLast();
            assertEquals("incomplete", kept.get("state").asText(), kept::toString);
            assertEquals(events.getFirst().get("content"), kept.get("content"));
        }
    }

    @Test
    void aFallbackAnswersWhenTheFirstProviderFails() {
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi().status(500),
                                StubUpstream.openAi().status(500),
                                hello());
                var server =
                        start(
                                upstream,
                                "fallback: [{provider: openai, base-url: '%s', model: second}]"
                                        .formatted(upstream.uri("/v1")))) {
            JsonNode complete = server.lastEvent("acme/bot", "Hi, what is up today?", SESSION);
            assertEquals("complete", complete.get("type").asText(), complete.toString());
            assertEquals("second", complete.get("model").asText());
        }
    }

    @Test
    @Tag("HTTP-06")
    void aVisitorWhoLeavesEndsTheModelCallBeforeItsFirstToken() throws Exception {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().hold());
                var server = start(upstream, "streaming: {heartbeat: 100ms, resume-grace: 0s}")) {
            try (var visitor =
                    new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), server.port())) {
                String body = RunningServer.body("acme/bot", "Hi, what is up today?", SESSION);
                visitor.getOutputStream()
                        .write(
                                ("POST /api/public/chat/stream HTTP/1.1\r\n"
                                                + "Host: x\r\n"
                                                + "Content-Type: application/json\r\n"
                                                + "Content-Length: "
                                                + body.length()
                                                + "\r\n\r\n"
                                                + body)
                                        .getBytes(StandardCharsets.UTF_8));
                assertFalse(upstream.call(0).isClosed());
            }
            upstream.call(0).awaitClosed();
        }
    }

    @Test
    void theWholeAnswerIsTheCompleteEvent() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "streaming: {plain-deprecation: 2026-12-01}")) {
            HttpResponse<String> response =
                    server.chat(RunningServer.body("acme/bot", "Hi, what is up today?", SESSION));
            assertEquals(200, response.statusCode());
            JsonNode whole = RunningServer.json(response.body());
            assertEquals("Hello", whole.get("content").asText());
            assertEquals("complete", whole.get("type").asText());
            assertEquals("@1796083200", response.headers().firstValue("Deprecation").orElse(""));
        }
    }

    @Test
    void aFailureOfTheWholeAnswerIsAProblemThatTellsNothing() {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().hold());
                var server = start(upstream, "")) {
            HttpResponse<String> response =
                    server.chat(RunningServer.body("acme/bot", "Hi, what is up today?", SESSION));
            assertEquals(504, response.statusCode(), response.body());
            JsonNode problem = RunningServer.json(response.body());
            assertEquals("provider_timeout", problem.get("code").asText());
            assertEquals("Chat service unavailable", problem.get("detail").asText());
        }
    }

    @Test
    void chunksJoinedAreTheAnswer() {
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi()
                                        .tokens("one two ", "three four ", "five")
                                        .finish("stop"));
                var server = start(upstream, "streaming: {chunk-size: 2, chunk-delay: 1ms}")) {
            HttpResponse<String> response =
                    server.send(
                            server.post(
                                    "/api/public/chat/chunked",
                                    RunningServer.body(
                                            "acme/bot", "Hi, what is up today?", SESSION)));
            List<JsonNode> chunks = RunningServer.events(response.body().lines()).toList();
            assertEquals(
                    List.of("one two ", "three four ", "five"),
                    chunks.stream().map(chunk -> chunk.get("chunk").asText()).toList());
            assertEquals(
                    List.of(0, 1, 2),
                    chunks.stream().map(chunk -> chunk.get("index").asInt()).toList());
            assertFalse(chunks.get(1).get("done").asBoolean());
            JsonNode last = chunks.getLast();
            assertTrue(
                    last.get("done").asBoolean()
                            && last.has("sources")
                            && last.has("context_quality"),
                    last.toString());
            assertEquals(SESSION, last.get("session_id").asText());
        }
    }

    @Test
    void twoVisitorsWithTheSameWeakSessionNeverMeet() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            String first =
                    server.lastEvent("acme/bot", "My name is Ann Example, remember it.", "test")
                            .get("session_id")
                            .asText();
            String second =
                    server.lastEvent("acme/bot", "What is my name, do you know it?", "test")
                            .get("session_id")
                            .asText();
            assertNotEquals(first, second);
            assertTrue(first.matches("[A-Za-z0-9_-]{22,}"), first);
            assertFalse(upstream.call(1).body().contains("Ann Example"), upstream.call(1).body());
            assertEquals(List.of(), server.history("acme/bot", "test"));
            assertEquals(2, server.history("acme/bot", first).size());
        }
    }

    @Test
    void theModelSeesWhatWasSaidBefore() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            assertEquals(
                    "complete",
                    server.lastEvent("acme/bot", "My name is Ann Example, remember it.", SESSION)
                            .get("type")
                            .asText());
            assertEquals(
                    "complete",
                    server.lastEvent("acme/bot", "What is my name, do you know it?", SESSION)
                            .get("type")
                            .asText());
            assertTrue(upstream.call(1).body().contains("Ann Example"), upstream.call(1).body());
        }
    }

    @Test
    @Tag("RES-11")
    void aSecondQuestionWhileTheFirstIsAnsweredIsRefused() {
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi().tokens("a").hold().finish("stop"));
                var server = start(upstream, "")) {
            HttpResponse<Stream<String>> first =
                    server.open("acme/bot", "Hi, what is up today?", SESSION);
            assertFalse(upstream.call(0).isClosed());
            HttpResponse<String> second =
                    server.chat(RunningServer.body("acme/bot", "And now?", SESSION));
            assertEquals(409, second.statusCode(), second.body());
            JsonNode problem = RunningServer.json(second.body());
            assertEquals("answer_in_progress", problem.get("code").asText());
            assertEquals(
                    first.headers().firstValue("X-Message-Id").orElseThrow(),
                    problem.get("message_id").asText());
            upstream.release();
            assertEquals(2, RunningServer.events(first.body()).count());
        }
    }

    @Test
    void tooManyAnswersAtOnceOfOneAddressAreRefused() {
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi().tokens("a").hold().finish("stop"));
                var server = start(upstream, "limits: {concurrent-answers: 1}")) {
            HttpResponse<Stream<String>> first =
                    server.open("acme/bot", "Hi, what is up today?", "");
            assertFalse(upstream.call(0).isClosed());
            HttpResponse<String> second =
                    server.chat(RunningServer.body("acme/bot", "Another one?", ""));
            assertEquals(429, second.statusCode(), second.body());
            assertTrue(second.headers().firstValue("Retry-After").isPresent());
            upstream.release();
            assertEquals(2, RunningServer.events(first.body()).count());
        }
    }

    @Test
    void historyCanBeForgotten() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            assertEquals(
                    "complete",
                    server.lastEvent("acme/bot", "Hi, what is up today?", SESSION)
                            .get("type")
                            .asText());
            List<JsonNode> history = server.history("acme/bot", SESSION);
            assertEquals(
                    List.of("user", "assistant"),
                    history.stream().map(m -> m.get("role").asText()).toList());
            assertEquals("complete", history.get(1).get("state").asText());
            assertTrue(history.get(1).has("context_quality"), history.toString());
            var delete =
                    java.net.http.HttpRequest.newBuilder(
                                    server.uri("/api/public/chat/history?chatbot_id=acme/bot"))
                            .header("X-Session-Id", SESSION)
                            .DELETE()
                            .build();
            assertEquals(204, server.send(delete).statusCode());
            assertEquals(List.of(), server.history("acme/bot", SESSION));
        }
    }

    @Test
    void metricsCountWhatHappened() {
        try (var upstream = StubUpstream.start(hello(), StubUpstream.openAi().status(404));
                var server = start("counted", upstream, "")) {
            assertEquals(
                    "complete",
                    server.lastEvent("acme/counted", "Hi, what is up today?", SESSION)
                            .get("type")
                            .asText());
            assertEquals(
                    "error",
                    server.lastEvent("acme/counted", "Hi, what is up today?", SESSION)
                            .get("type")
                            .asText());
            String metrics = server.management("/metrics").body();
            assertMetric(metrics, "zaaky_answers_total", "outcome=\"complete\"", "1.0");
            assertMetric(metrics, "zaaky_answers_total", "outcome=\"failed\"", "1.0");
            assertMetric(
                    metrics, "zaaky_streaming_errors_total", "code=\"provider_rejected\"", "1.0");
            assertMetric(metrics, "zaaky_tokens_total", "kind=\"prompt\"", "3.0");
            assertMetric(
                    metrics,
                    "zaaky_time_to_first_token_seconds_count",
                    "provider=\"openai\"",
                    "1.0");
            assertMetric(metrics, "zaaky_open_streams", "chatbot=\"counted\"", "0.0");
            assertMetric(metrics, "zaaky_provider_calls_open", "chatbot=\"counted\"", "0.0");
            assertTrue(
                    metrics.contains("# TYPE zaaky_time_to_first_token_seconds histogram"),
                    metrics);
            assertTrue(metrics.contains("# TYPE zaaky_tokens_per_second histogram"), metrics);
            assertTrue(metrics.contains("# TYPE zaaky_retrieval_seconds histogram"), metrics);
        }
    }

    private static void assertMetric(String metrics, String name, String label, String value) {
        assertTrue(
                metrics.lines()
                        .anyMatch(
                                line ->
                                        line.startsWith(name + "{")
                                                && line.contains(label)
                                                && line.endsWith(" " + value)),
                () ->
                        name
                                + " "
                                + label
                                + " "
                                + value
                                + " is not in\n"
                                + metrics.lines().filter(l -> l.startsWith("zaaky")).toList());
    }

    @Test
    void theServerIsReadyAndAlive() {
        try (var upstream = StubUpstream.start(hello());
                var server = start(upstream, "")) {
            assertEquals(
                    200,
                    server.management("/health/ready").statusCode(),
                    server.management("/health/ready").body());
            assertEquals(200, server.management("/health/live").statusCode());
        }
    }

    @Test
    void theWidgetLearnsWhatItNeedsAndNoSecret() {
        try (var upstream = StubUpstream.start(hello());
                var server =
                        start(
                                upstream,
                                "{greeting: Ahoy, widget: {title: T, suggestions: ['One?',"
                                        + " 'Two?']}, streaming: {mode: chunked}}")) {
            HttpResponse<String> response = server.get("/api/public/chatbots/acme/bot");
            JsonNode config = RunningServer.json(response.body());
            assertEquals("T", config.get("title").asText());
            assertEquals("Ahoy", config.get("greeting").asText());
            assertEquals("chunked", config.get("mode").asText());
            assertEquals(2, config.get("suggestions").size());
            assertTrue(config.get("session_id").asText().matches("[A-Za-z0-9_-]{22,}"));
            assertFalse(
                    response.body().contains("key-of-the-test")
                            || response.body().contains("127.0.0.1"),
                    response.body());
            JsonNode known =
                    RunningServer.json(
                            server.get("/api/public/chatbots/acme/bot", "X-Session-Id", SESSION)
                                    .body());
            assertEquals(SESSION, known.get("session_id").asText());
        }
    }

    private RunningServer start(StubUpstream upstream, String more) {
        return start("bot", upstream, more);
    }

    /** Meters are the process's: whoever counts takes a chatbot of its own. */
    private RunningServer start(String chatbot, StubUpstream upstream, String more) {
        String extra = more.startsWith("{") ? more.substring(1, more.length() - 1) : more;
        return RunningServer.start(
                folder,
                "",
                """
                chatbots:
                  %s:
                    {llm: {provider: openai, base-url: '%s', model: m, api-key: key-of-the-test, first-token-timeout: 2s, idle-timeout: 2s}%s}
                """
                        .formatted(
                                chatbot, upstream.uri("/v1"), extra.isEmpty() ? "" : ", " + extra));
    }

    private static StubScript hello() {
        return StubUpstream.openAi().tokens("Hello").finish("stop").usage(3, 1);
    }

    private static void token(JsonNode event, String content) {
        assertEquals("token", event.get("type").asText(), event.toString());
        assertEquals(content, event.get("content").asText());
        assertFalse(event.get("done").asBoolean());
    }

    private static void header(HttpResponse<?> response, String name, String value) {
        assertEquals(value, response.headers().firstValue(name).orElse(""), name);
    }
}
