package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one address may call besides questions, and how often it may try keys. */
class AddressLimitTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String HISTORY = "/api/public/chat/history?chatbot_id=acme/bot";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents";

    /** So seldom that no call is earned back while a test runs. */
    private static final String ONE_A_MINUTE = "server: {requests-per-minute: 1}\n";

    private static final int BURST = 10;

    private static final String WRONG = "zaaky_wrong_keys_total{";
    private static final String REFUSED_KEYS =
            "zaaky_rate_limited_total{chatbot=\"\",limit=\"wrong_keys\"";
    private static final String REFUSED_REQUESTS =
            "zaaky_rate_limited_total{chatbot=\"\",limit=\"requests\"";

    @TempDir Path folder;
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(WrongKeys.class.getName());
    private final Handler handler =
            new Handler() {
                @Override
                public synchronized void publish(LogRecord line) {
                    logged.add(
                            java.text.MessageFormat.format(
                                    line.getMessage(), line.getParameters()));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    private RunningServer start(String zaaky) {
        return RunningServer.start(
                folder,
                zaaky,
                """
                admin-keys: ["%s"]
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    limits: {messages-per-minute: 100000}
                """
                        .formatted(KeyHashes.of(KEY)));
    }

    @Test
    @Tag("COST-02")
    void whatNeedsNoModelIsLimitedTooByWhateverCallsItIsSpent() {
        try (var server = start(ONE_A_MINUTE)) {
            int before = metric(server, REFUSED_REQUESTS);
            assertEquals(200, history(server, "GET").statusCode());
            assertEquals(204, history(server, "DELETE").statusCode());
            assertEquals(404, stop(server).statusCode());
            for (int i = 0; i < (BURST - 6) / 2; i++) {
                assertEquals(200, server.get("/api/public/chatbots/acme/bot").statusCode());
                assertEquals(200, server.get("/demo").statusCode());
            }
            assertLimited(history(server, "GET"));
            assertLimited(history(server, "DELETE"));
            assertLimited(stop(server));
            assertLimited(server.get("/api/public/chatbots/acme/bot"));
            assertLimited(server.get("/demo"));
            assertLimited(server.get("/"));
            assertEquals(before + 6, metric(server, REFUSED_REQUESTS));
            for (String file : List.of("/chat-widget.js", "/widget/main.js", "/demo/demo.css")) {
                assertSoonLimited(() -> server.get(file));
            }
            assertSoonLimited(() -> server.get("/api/public/chat/stream", "Last-Event-ID", "x:1"));
            assertEquals(
                    200,
                    server.chat(RunningServer.body("acme/bot", "Hello", SESSION)).statusCode(),
                    "questions have limits of their own");
            assertEquals(200, documents(server, KEY).statusCode(), "a key is not a visitor");
        }
    }

    @Test
    void aFileOfTheWidgetCostsATenth() {
        var limits = new RateLimits(new Elapsed());
        for (int i = 0; i < BURST * 10; i++) {
            assertTrue(limits.request("visitor", RateLimits.FILE, 1).isZero(), "file " + i);
        }
        assertEquals(Duration.ofSeconds(6), limits.request("visitor", RateLimits.FILE, 1));
        assertEquals(Duration.ofMinutes(1), limits.request("visitor", RateLimits.CALL, 1));
    }

    @Test
    void aThousandVisitorsOfAnOfficeLoadPagesWithinAMinuteButAFloodEnds() {
        var time = new Elapsed();
        var limits = new RateLimits(time);
        int perMinute = 6000; // the default
        for (int visitor = 0; visitor < 1000; visitor++) {
            assertTrue(limits.request("office", RateLimits.CALL, perMinute).isZero());
            assertTrue(limits.request("office", RateLimits.CONVERSATION, perMinute).isZero());
            for (int file = 0; file < 25; file++) {
                assertTrue(limits.request("office", RateLimits.FILE, perMinute).isZero());
            }
            time.pass(Duration.ofMillis(60));
        }
        int answered = 0;
        for (int i = 0; i < 300; i++) {
            answered +=
                    limits.request("flood", RateLimits.CONVERSATION, perMinute).isZero() ? 1 : 0;
        }
        assertEquals(100, answered);
    }

    @Test
    void aReloadChangesTheLimit() throws IOException {
        try (var server = start(ONE_A_MINUTE)) {
            for (int i = 0; i < BURST / 2; i++) {
                assertEquals(200, history(server, "GET").statusCode());
            }
            assertLimited(history(server, "GET"));
            Files.writeString(
                    folder.resolve("config/zaaky.yaml"), "server: {requests-per-minute: 600}\n");
            assertEquals(List.of(), server.reload());
            assertEquals(200, history(server, "GET").statusCode());
        }
    }

    @Test
    @Tag("COST-16")
    void wrongKeysAreSlowedDownCountedAndToldAndARightOneStillWorks() {
        try (var server = start("server: {wrong-keys-per-minute: 3}\n")) {
            int before = metric(server, WRONG);
            int tooMany = metric(server, REFUSED_KEYS);
            for (int i = 0; i < 3; i++) {
                assertEquals(401, documents(server, "zk_guess-" + i).statusCode());
            }
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> refused = documents(server, "zk_another-" + i);
                assertEquals(429, refused.statusCode(), refused.body());
                assertTrue(refused.headers().firstValue("Retry-After").isPresent());
                assertEquals(200, documents(server, KEY).statusCode());
            }
            assertEquals(429, documents(server, "/api/orgs/other/chatbots/x/documents", "zk_x"));
            assertEquals(401, server.get(DOCUMENTS).statusCode(), "no key is no guess");
            assertEquals(before + 9, metric(server, WRONG));
            assertEquals(tooMany + 6, metric(server, REFUSED_KEYS));
            assertEquals(1, logged.size(), logged::toString);
            assertTrue(logged.getFirst().contains("127.0.0.1"), logged::toString);
            assertTrue(!logged.getFirst().contains("zk_"), logged::toString);
        }
    }

    private static int documents(RunningServer server, String path, String key) {
        return server.get(path, "Authorization", "Bearer " + key).statusCode();
    }

    private static HttpResponse<String> documents(RunningServer server, String key) {
        return server.get(DOCUMENTS, "Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> history(RunningServer server, String method) {
        return server.send(
                HttpRequest.newBuilder(server.uri(HISTORY))
                        .header("X-Session-Id", SESSION)
                        .method(method, BodyPublishers.noBody())
                        .build());
    }

    private static HttpResponse<String> stop(RunningServer server) {
        return server.send(
                server.post(
                        "/api/public/chat/stop",
                        "{\"message_id\":\"x\",\"session_id\":\"" + SESSION + "\"}"));
    }

    /** A file is so cheap that one may be earned back meanwhile. */
    private static void assertSoonLimited(Supplier<HttpResponse<String>> call) {
        HttpResponse<String> response = call.get();
        for (int i = 0; i < 50 && response.statusCode() != 429; i++) {
            response = call.get();
        }
        assertLimited(response);
    }

    private static void assertLimited(HttpResponse<String> response) {
        assertEquals(429, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"rate_limited\""), response.body());
        int wait = Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(wait >= 1 && wait <= 120, "Retry-After: " + wait);
    }

    /** The counter's value; all servers of this process share it. */
    private static int metric(RunningServer server, String name) {
        String metrics = server.management("/metrics").body();
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in:\n" + metrics));
    }
}
