package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no page of ours ever sends. */
@TestInstance(Lifecycle.PER_CLASS)
class OddRequestsTest {
    private static final String BODY = "{\"message\":\"a\",\"chatbot_id\":\"acme/bot\"}";
    private static final int BODIES = 500;

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("a.md"), "# Opening\n\nIt opens at nine.\n");
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000}
                          read:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000}
                            knowledge: {sources: [{path: ../../documents}]}
                        """);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @Tag("HTTP-07")
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0",
                "1e1000000",
                "-1e-1000000",
                "123456789012345678901234567890",
                "[]",
                "{}",
                "[null]",
                "{\"a\":{\"a\":{}}}"
            })
    void aValueOfAnotherTypeIsRefusedInEachField(String value) {
        for (String field : List.of("message", "chatbot_id", "session_id")) {
            String body =
                    BODY.replaceFirst("}", ",\"session_id\":\"\"}")
                            .replaceFirst("(\"" + field + "\":)\"[^\"]*\"", "$1" + value);
            HttpResponse<String> response = server.chat(body);
            boolean asIfAbsent = value.equals("null") && field.equals("session_id");
            assertEquals(asIfAbsent ? 200 : 422, response.statusCode(), body + response.body());
        }
    }

    @Test
    @Tag("HTTP-07")
    void longNumbersManyKeysAndAByteOrderMarkDoNoHarm() {
        String number = BODY.replace("}", ",\"x\":" + "9".repeat(60_000) + "}");
        String exponent = BODY.replace("}", ",\"x\":1e999999999}");
        var keys = new StringBuilder(BODY.substring(0, BODY.length() - 1));
        for (int i = 0; i < 8_000; i++) {
            keys.append(",\"").append(i).append("\":0");
        }
        for (String body : List.of(number, exponent, keys + "}", "\uFEFF" + BODY)) {
            assertToldOrRefused(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A right body with some bytes changed, left out, or put twice. */
    @Test
    @Tag("HTTP-07")
    void whateverTheBodyIsItIsAnsweredOrRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < BODIES; i++) {
            byte[] body = spoilt(random);
            try {
                assertToldOrRefused(body);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", body " + i, e);
            }
        }
    }

    private static byte[] spoilt(Random random) {
        String marks = "{}[]\":,\\u0ed8e-+.1ntf \0\u0080\u00ff";
        var text = new StringBuilder(BODY);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(text.length());
            String other = marks.substring(random.nextInt(marks.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, other.charAt(0));
                case 1 -> text.insert(at, other.charAt(0));
                case 2 -> text.deleteCharAt(at);
                default -> text.append(text.substring(at));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void assertToldOrRefused(byte[] body) {
        var request =
                HttpRequest.newBuilder(server.uri("/api/public/chat"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<String> response = server.send(request);
        String seen =
                new String(body, StandardCharsets.ISO_8859_1)
                        + " was answered by "
                        + response.statusCode()
                        + " "
                        + response.body();
        if (response.statusCode() != 200) {
            assertEquals(4, response.statusCode() / 100, seen);
            JsonNode problem = RunningServer.json(response.body());
            assertFalse(problem.path("code").asText().isEmpty(), seen);
        }
    }

    /** The limit is only there for what would never end; it is no measurement. */
    @ParameterizedTest
    @Tag("HTTP-14")
    @ValueSource(
            strings = {
                "a",
                "(",
                "*",
                "[",
                "\\",
                " ",
                "it ",
                "and ",
                "a!",
                "what about ",
                "?!",
                "https://a/"
            })
    void aMessageOfOneThingAgainAndAgainIsAnswered(String part) {
        String message = part.repeat(3_990 / part.length()) + "!";
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    String session =
                            "a-session-of-one-thing-" + (int) part.charAt(0) + part.length();
                    for (int turn = 0; turn < 2; turn++) {
                        HttpResponse<String> response =
                                server.chat(RunningServer.body("acme/read", message, session));
                        assertEquals(200, response.statusCode(), response.body());
                    }
                });
    }

    @ParameterizedTest
    @Tag("HTTP-15")
    @ValueSource(
            strings = {
                "/demo/../demo/demo.css/..%2f..%2f..%2fetc/passwd",
                "/demo/..%2f..%2fMETA-INF/MANIFEST.MF",
                "/widget/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
                "/widget/..;/..;/META-INF/MANIFEST.MF",
                "/widget/..%5c..%5cMETA-INF",
                "/widget/..\\..\\META-INF",
                "/widget/%252e%252e%252fMETA-INF",
                "/widget/panel.js%00.css",
                "/widget/%00",
                "/widget/%c0%ae%c0%ae%c0%afetc",
                "/widget/%zz",
                "/widget/",
                "/widget//etc/passwd",
                "//etc/passwd",
                "/chat-widget.js/../../etc/passwd"
            })
    void whateverThePathOnlyOurFilesAreServed(String path) {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1\\.1 40[04] .*"), path + ": " + answer);
    }

    @ParameterizedTest
    @Tag("HTTP-16")
    @ValueSource(strings = {"/", "/demo", "/chat-widget.js", "/api/public/chatbots/acme/bot", "/x"})
    void aNameThatAVisitorMakesUpIsNotRepeated(String path) {
        String forged =
                "\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n"
                        + "Forwarded: host=evil.example\r\nX-Original-URL: /evil.example\r\n"
                        + "Connection: close\r\n\r\n";
        for (String request :
                List.of(
                        "GET " + path + " HTTP/1.1\r\nHost: evil.example" + forged,
                        "GET http://evil.example" + path + " HTTP/1.1\r\nHost: x" + forged)) {
            String answer = raw(request);
            assertFalse(answer.contains("evil"), answer);
            assertFalse(answer.contains("gopher"), answer);
            assertTrue(answer.startsWith("HTTP/1.1 "), request + answer);
        }
    }

    @ParameterizedTest
    @Tag("HTTP-17")
    @CsvSource({
        "TRACE, /api/public/chat",
        "CONNECT, /api/public/chat",
        "CONNECT, example.org:443",
        "PATCH, /demo",
        "MADEUP, /chat-widget.js",
        "PROPFIND, /nothing"
    })
    void anOddMethodIsRefusedAndLeavesNoTrace(String method, String target) {
        Set<String> before = series();
        String answer =
                raw(
                        method
                                + " "
                                + target
                                + " HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "X-Sent: secret\r\n"
                                + "Connection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1\\.1 (400|404|405|501) .*"), answer);
        assertFalse(answer.contains("secret"), answer);
        assertEquals(before, series());
    }

    /** The names and labels of all metrics. */
    private Set<String> series() {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private String raw(String request) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(request);
            return visitor.readToEnd();
        }
    }
}
