package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.KnownKeys;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.spi.Settings;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every limit that a file can set holds. Which ones there are is asked of the settings: a new one
 * that is not tripped here fails.
 */
class LimitKeysTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents/";
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";

    /** Numbers of the server that limit nothing. */
    private static final Set<String> NO_LIMITS = Set.of("server.port", "server.management-port");

    @TempDir Path folder;

    /**
     * How a limit is met.
     *
     * @param value what it is set to
     * @param second what is refused because of it
     */
    private record Trip(String value, Consumer<RunningServer> second) {}

    private static Map<String, Trip> trips() {
        Map<String, Trip> trips = new TreeMap<>();
        trips.put(
                "server.max-request-size",
                new Trip(
                        "1KiB",
                        server ->
                                assertRefused(
                                        server.chat(question("x".repeat(2000))),
                                        413,
                                        "payload_too_large")));
        trips.put(
                "server.max-upload-size",
                new Trip("1KiB", server -> putTooMuch(server, 2000, 413, "payload_too_large")));
        trips.put("server.max-streams", new Trip("1", server -> besideAnAnswer(server, 503)));
        trips.put("server.requests-per-minute", new Trip("1", LimitKeysTest::callOften));
        trips.put("server.wrong-keys-per-minute", new Trip("1", LimitKeysTest::guessTwice));
        trips.put("server.connections-per-address", new Trip("1", LimitKeysTest::connectTwice));
        trips.put(
                "server.messages-per-minute", new Trip("1", server -> askTwo(server, "acme/two")));
        trips.put("server.messages-per-day", new Trip("1", server -> askTwo(server, "acme/two")));
        trips.put("server.min-free-disk", new Trip("1048576GiB", LimitKeysTest::fillTheDisk));
        trips.put(
                "limits.messages-per-minute", new Trip("1", server -> askTwo(server, "acme/two")));
        trips.put("limits.messages-per-day", new Trip("1", server -> askTwo(server, "acme/two")));
        trips.put("quota.documents", new Trip("1", server -> putTwo(server, 10)));
        trips.put("quota.bytes", new Trip("100B", server -> putTwo(server, 60)));
        trips.put("budget.tokens-per-day", new Trip("1", LimitKeysTest::spend));
        trips.put("chatbots.ID.budget.tokens-per-day", new Trip("1", LimitKeysTest::spend));
        String bot = "chatbots.ID.limits.";
        for (String rate :
                new String[] {
                    "messages-per-minute", "messages-per-day", "total-per-minute", "total-per-day"
                }) {
            trips.put(bot + rate, new Trip("1", server -> askTwo(server, "acme/bot")));
        }
        trips.put(
                bot + "message-characters",
                new Trip(
                        "5",
                        server ->
                                assertRefused(
                                        server.chat(question("123456")), 413, "message_too_long")));
        trips.put(bot + "concurrent-answers", new Trip("1", server -> besideAnAnswer(server, 429)));
        trips.put(
                bot + "parallel-answers",
                new Trip("1, max-wait: 0s", server -> besideAnAnswer(server, 503)));
        trips.put(
                bot + "max-wait",
                new Trip("1ms, parallel-answers: 1", server -> besideAnAnswer(server, 503)));
        return trips;
    }

    @Test
    @Tag("COST-07")
    void everyLimitOfTheSettingsIsTrippedHere(@TempDir Path empty) throws IOException {
        Set<String> limits = new TreeSet<>();
        KnownKeys.read(empty)
                .forEach(
                        (name, key) -> {
                            if (isLimit(name, key)) {
                                limits.add(name);
                            }
                        });
        assertEquals(limits, trips().keySet());
    }

    private static boolean isLimit(String name, Settings.Key key) {
        boolean number = key.otherwise() instanceof Integer || key.otherwise() instanceof Long;
        return (name.startsWith("server.") && number && !NO_LIMITS.contains(name))
                || name.matches("(.*\\.)?((limits|quota)\\..*|budget\\.tokens-per-day)");
    }

    @TestFactory
    @Tag("COST-07")
    Stream<DynamicTest> aLimitThatIsReachedRefusesWhatComesNext() {
        return trips().entrySet().stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.getKey(), () -> trip(each.getKey(), each.getValue())));
    }

    private void trip(String key, Trip trip) throws IOException {
        Path own = Files.createDirectories(folder.resolve(key));
        try (var model = StubUpstream.start(StubUpstream.openAi().tokens("Hi").hold())) {
            String acme = // answers are whole after their first piece unless they are held
                    """
                    admin-keys: ["%s"]
                    limits: {%s}
                    quota: {%s}
                    budget: {%s}
                    chatbots:
                      bot: &bot
                        llm: {provider: extractive}
                        limits: {%s}
                        budget: {%s}
                      two:
                        <<: *bot
                      slow:
                        <<: *bot
                        llm: {provider: openai, base-url: '%s', model: m}
                    """
                            .formatted(
                                    KeyHashes.of(KEY),
                                    node(key, "limits.", trip),
                                    node(key, "quota.", trip),
                                    node(key, "budget.", trip),
                                    node(key, "chatbots.ID.limits.", trip),
                                    node(key, "chatbots.ID.budget.", trip),
                                    model.uri("/v1"));
            String zaaky =
                    "server: {shutdown-grace: 0s, %s}\n"
                            .formatted(node(key, "server.", trip).replaceFirst("^$", "port: 0"));
            try (var server = RunningServer.start(own, zaaky, acme)) {
                trip.second().accept(server);
            }
        }
    }

    private static String node(String key, String prefix, Trip trip) {
        return key.startsWith(prefix) ? key.substring(prefix.length()) + ": " + trip.value() : "";
    }

    private static String question(String message) {
        return RunningServer.body("acme/bot", message, "");
    }

    /** The first question is about the first chatbot; each has a session of its own. */
    private static void askTwo(RunningServer server, String second) {
        assertEquals(200, server.chat(question("Hi")).statusCode());
        assertRefused(server.chat(RunningServer.body(second, "Hi", "")), 429, "rate_limited");
    }

    private static void besideAnAnswer(RunningServer server, int status) {
        String first = RunningServer.body("acme/slow", "Hi", "");
        try (Stream<String> held =
                server.lines(server.post("/api/public/chat/stream", first)).body()) {
            assertTrue(held.anyMatch(line -> line.contains("\"Hi\"")), "the first is answered");
            assertRefused(
                    server.chat(first), status, status == 503 ? "overloaded" : "rate_limited");
        }
    }

    /** The chatbot that costs nothing answers still. */
    private static void spend(RunningServer server) {
        assertRefused(
                server.chat(RunningServer.body("acme/slow", "Hi", "")), 429, "budget_exhausted");
        assertEquals(200, server.chat(question("Hi")).statusCode());
    }

    private static void callOften(RunningServer server) {
        HttpResponse<String> response = server.get(CHATBOT);
        assertEquals(200, response.statusCode());
        for (int i = 0; i < 20 && response.statusCode() == 200; i++) { // ten may come at once
            response = server.get(CHATBOT);
        }
        assertRefused(response, 429, "rate_limited");
    }

    private static void guessTwice(RunningServer server) {
        assertEquals(401, get(server, "zk_one").statusCode());
        assertRefused(get(server, "zk_two"), 429, "rate_limited");
    }

    private static HttpResponse<String> get(RunningServer server, String key) {
        return server.get(DOCUMENTS + "x", "Authorization", "Bearer " + key);
    }

    private static void connectTwice(RunningServer server) {
        String call = "GET " + CHATBOT + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var first = RawVisitor.of(server.port());
                var second = RawVisitor.of(server.port())) {
            assertTrue(first.isAnswered(call));
            assertFalse(second.isAnswered(call));
        }
    }

    private static void fillTheDisk(RunningServer server) {
        HttpResponse<String> refused = put(server, "one", 10);
        assertRefused(refused, 503, "overloaded");
        assertTrue(refused.body().contains("disk"), refused.body());
        assertEquals(200, server.chat(question("Hi")).statusCode());
    }

    private static void putTwo(RunningServer server, int size) {
        assertEquals(201, put(server, "one", size).statusCode());
        assertRefused(put(server, "two", size), 429, "quota_exceeded");
    }

    private static void putTooMuch(RunningServer server, int size, int status, String code) {
        assertRefused(put(server, "one", size), status, code);
    }

    private static HttpResponse<String> put(RunningServer server, String id, int size) {
        return server.send(
                HttpRequest.newBuilder(server.uri(DOCUMENTS + id))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "text/plain")
                        .PUT(BodyPublishers.ofString("word ".repeat(size / 5)))
                        .build());
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, RunningServer.json(response.body()).path("code").asText());
        if (status == 429 || status == 503) {
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
        }
    }
}
