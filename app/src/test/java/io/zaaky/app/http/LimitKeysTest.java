package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every limit that a file can set holds, and what it refuses tells which one it was. Which numbers
 * there are is asked of the settings: a new one fails here until it is tripped, here or among the
 * bounds of answers, or is said to be no limit.
 */
class LimitKeysTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents/";
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";
    private static final String UNCOUNTED = "";

    /** Less than a question waits for its turn unless the file says otherwise. */
    private static final Duration ANSWERING = Duration.ofSeconds(4);

    /** How much later than the limit was met its refusal may be made, in seconds. */
    private static final long LATE = 20;

    /** Numbers that say when, where or how, and keep nobody from anything. */
    private static final Set<String> NO_LIMITS =
            Set.of(
                    "server.port",
                    "server.management-port",
                    "data-sources.main.pool-size",
                    "budget.alert-at",
                    "chatbots.ID.budget.alert-at",
                    "chatbots.ID.knowledge.refresh",
                    "chatbots.ID.streaming.rollout",
                    "chatbots.ID.streaming.heartbeat",
                    "chatbots.ID.streaming.chunk-size",
                    "chatbots.ID.streaming.chunk-delay",
                    "chatbots.ID.llm.temperature of openai",
                    "chatbots.ID.llm.temperature of ollama",
                    "chatbots.ID.llm.temperature of extractive",
                    "chatbots.ID.llm.pace of extractive",
                    "chatbots.ID.llm.connect-timeout of extractive", // it calls nobody
                    "chatbots.ID.llm.first-token-timeout of extractive",
                    "chatbots.ID.llm.idle-timeout of extractive",
                    "chatbots.ID.llm.total-timeout of extractive",
                    "chatbots.ID.retrieval.embedding.threads of onnx",
                    "chatbots.ID.retrieval.embedding.dimensions of openai",
                    "chatbots.ID.retrieval.embedding.unrelated-cosine of openai",
                    "chatbots.ID.retrieval.embedding.unrelated-cosine of ollama");

    @TempDir Path folder;

    /**
     * How a limit is met.
     *
     * @param value what it is set to
     * @param told what must be told of it
     * @param second makes the call that is refused because of it
     */
    private record Trip(
            String value, Refused told, Function<RunningServer, HttpResponse<String>> second) {}

    /**
     * What is told of a limit that is met.
     *
     * @param limit what it is called in metrics; empty if it is not counted there
     * @param seconds those of {@code Retry-After}; 0 for none
     */
    private record Refused(int status, String code, String limit, long seconds) {}

    private static Map<String, Trip> trips() {
        Map<String, Trip> trips = new TreeMap<>();
        var tooLarge = new Refused(413, "payload_too_large", UNCOUNTED, 0);
        trips.put(
                "server.max-request-size",
                new Trip("1KiB", tooLarge, server -> server.chat(question("x".repeat(2000)))));
        trips.put(
                "server.max-upload-size",
                new Trip("1KiB", tooLarge, server -> put(server, "one", 2000)));
        trips.put(
                "server.max-streams",
                new Trip("1", overloaded(UNCOUNTED), LimitKeysTest::besideAnAnswer));
        trips.put(
                "server.requests-per-minute",
                new Trip("1", limited("requests", 60), LimitKeysTest::callOften));
        trips.put(
                "server.wrong-keys-per-minute",
                new Trip("1", limited("wrong_keys", 60), LimitKeysTest::guessTwice));
        trips.put(
                "server.min-free-disk",
                new Trip(
                        "1048576GiB",
                        new Refused(503, "overloaded", UNCOUNTED, 60),
                        LimitKeysTest::fillTheDisk));
        rates(trips, "server.messages-per-", "address_messages", "acme/two");
        rates(trips, "limits.messages-per-", "organisation_messages", "acme/two");
        rates(trips, "chatbots.ID.limits.messages-per-", "public_chat", "acme/bot");
        rates(trips, "chatbots.ID.limits.total-per-", "chatbot_messages", "acme/bot");
        var full = new Refused(429, "quota_exceeded", "quota", 3600);
        trips.put("quota.documents", new Trip("1", full, server -> putTwo(server, 10)));
        trips.put("quota.bytes", new Trip("100B", full, server -> putTwo(server, 60)));
        var spent = new Refused(429, "budget_exhausted", "budget", secondsOfToday());
        trips.put("budget.tokens-per-day", new Trip("1", spent, LimitKeysTest::spend));
        trips.put("chatbots.ID.budget.tokens-per-day", new Trip("1", spent, LimitKeysTest::spend));
        String bot = "chatbots.ID.limits.";
        trips.put(
                bot + "message-characters",
                new Trip(
                        "5",
                        new Refused(413, "message_too_long", UNCOUNTED, 0),
                        server -> server.chat(question("123456"))));
        trips.put(
                bot + "concurrent-answers",
                new Trip("1", limited("concurrent_answers", 2), LimitKeysTest::besideAnAnswer));
        trips.put(
                bot + "parallel-answers",
                new Trip(
                        "1, max-wait: 0s",
                        overloaded("parallel_answers"),
                        LimitKeysTest::besideAnAnswer));
        trips.put(
                bot + "max-wait",
                new Trip(
                        "1ms, parallel-answers: 1",
                        overloaded("parallel_answers"),
                        LimitKeysTest::besideAnAnswer));
        return trips;
    }

    private static void rates(Map<String, Trip> trips, String prefix, String limit, String second) {
        trips.put(
                prefix + "minute",
                new Trip("1", limited(limit, 60), server -> askTwo(server, second)));
        trips.put(
                prefix + "day",
                new Trip("1", limited(limit, 86_400), server -> askTwo(server, second)));
    }

    private static Refused limited(String limit, long seconds) {
        return new Refused(429, "rate_limited", limit, seconds);
    }

    private static Refused overloaded(String limit) {
        return new Refused(503, "overloaded", limit, 2);
    }

    private static long secondsOfToday() {
        Instant now = Instant.now();
        Instant end =
                now.atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return Duration.between(now, end).toSeconds() + 1;
    }

    @Test
    @Tag("COST-07")
    void everyLimitOfTheSettingsIsTrippedHere(@TempDir Path empty) throws IOException {
        Set<String> known = new TreeSet<>(NO_LIMITS);
        known.addAll(trips().keySet());
        known.add("server.connections-per-address");
        known.addAll(AnswerBoundsTest.keys());
        assertEquals(LimitKeys.all(empty), known);
    }

    @TestFactory
    @Tag("COST-07")
    Stream<DynamicTest> aLimitThatIsReachedRefusesWhatComesNextAndTellsWhichItIs() {
        return trips().keySet().stream().map(key -> DynamicTest.dynamicTest(key, () -> trip(key)));
    }

    /**
     * The status and the code, how long to wait, and one more in the metrics of this limit only.
     */
    private void trip(String key) throws IOException {
        Trip trip = Optional.ofNullable(trips().get(key)).orElseThrow();
        Refused told = trip.told();
        try (var model = model();
                var server = start(key, trip.value(), model)) {
            Map<String, Double> before = refusals(server);
            HttpResponse<String> response = trip.second().apply(server);
            assertEquals(told.status(), response.statusCode(), response.body());
            assertEquals(
                    told.code(),
                    RunningServer.json(response.body()).path("code").asText(),
                    response.body());
            long wait = response.headers().firstValueAsLong("Retry-After").orElse(0);
            assertTrue(
                    wait <= told.seconds() && wait >= told.seconds() - LATE,
                    () -> "Retry-After: " + wait + ", not about " + told.seconds());
            assertEquals(told.seconds() > 0, wait > 0, "a Retry-After");
            Map<String, Double> counted = refusals(server);
            counted.replaceAll((limit, now) -> now - before.getOrDefault(limit, 0.0));
            counted.values().removeIf(more -> more == 0);
            assertEquals(
                    told.limit().isEmpty() ? Map.of() : Map.of(told.limit(), 1.0),
                    counted,
                    "the limits that were counted");
        }
    }

    @Test
    @Tag("COST-07")
    void aConnectionTooManyIsEnded() throws IOException {
        try (var model = model();
                var server = start("server.connections-per-address", "1", model)) {
            String call = "GET " + CHATBOT + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            try (var first = RawVisitor.of(server.port());
                    var second = RawVisitor.of(server.port())) {
                assertTrue(first.isAnswered(call));
                assertFalse(second.isAnswered(call));
            }
        }
    }

    /** Refused calls since this process began, by limit. */
    private static Map<String, Double> refusals(RunningServer server) {
        Map<String, Double> all = new TreeMap<>();
        server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("zaaky_rate_limited_total{"))
                .forEach(
                        line ->
                                all.merge(
                                        line.replaceFirst(".*limit=\"([a-z_]+)\".*", "$1"),
                                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                                        Double::sum));
        return all;
    }

    /** Its answers are under way for a while. */
    private static StubUpstream model() {
        StubScript script = StubUpstream.openAi().tokens("Hi").pause(ANSWERING).finish("stop");
        return StubUpstream.start(script);
    }

    private RunningServer start(String key, String value, StubUpstream model) throws IOException {
        String acme =
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
                                node(key, "limits.", value),
                                node(key, "quota.", value),
                                node(key, "budget.", value),
                                node(key, "chatbots.ID.limits.", value),
                                node(key, "chatbots.ID.budget.", value),
                                model.uri("/v1"));
        String zaaky =
                "server: {shutdown-grace: 0s, %s}\n"
                        .formatted(node(key, "server.", value).replaceFirst("^$", "port: 0"));
        return RunningServer.start(Files.createDirectories(folder.resolve(key)), zaaky, acme);
    }

    private static String node(String key, String prefix, String value) {
        return key.startsWith(prefix) ? key.substring(prefix.length()) + ": " + value : "";
    }

    private static String question(String message) {
        return RunningServer.body("acme/bot", message, "");
    }

    /** The first question is about the first chatbot; each has a session of its own. */
    private static HttpResponse<String> askTwo(RunningServer server, String second) {
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return server.chat(RunningServer.body(second, "Hi", ""));
    }

    /** The first one's turn is over before a question's usual patience is. */
    private static HttpResponse<String> besideAnAnswer(RunningServer server) {
        String first = RunningServer.body("acme/slow", "Hi", "");
        try (Stream<String> held =
                server.lines(server.post("/api/public/chat/stream", first)).body()) {
            assertTrue(held.anyMatch(line -> line.contains("\"Hi\"")), "the first is answered");
            return server.chat(first);
        }
    }

    /** The chatbot that costs nothing answers still. */
    private static HttpResponse<String> spend(RunningServer server) {
        HttpResponse<String> refused = server.chat(RunningServer.body("acme/slow", "Hi", ""));
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return refused;
    }

    private static HttpResponse<String> callOften(RunningServer server) {
        HttpResponse<String> response = server.get(CHATBOT);
        assertEquals(200, response.statusCode());
        for (int i = 0; i < 20 && response.statusCode() == 200; i++) { // ten may come at once
            response = server.get(CHATBOT);
        }
        return response;
    }

    private static HttpResponse<String> guessTwice(RunningServer server) {
        assertEquals(401, get(server, "zk_one").statusCode());
        return get(server, "zk_two");
    }

    private static HttpResponse<String> get(RunningServer server, String key) {
        return server.get(DOCUMENTS + "x", "Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> fillTheDisk(RunningServer server) {
        HttpResponse<String> refused = put(server, "one", 10);
        assertTrue(refused.body().contains("disk"), refused.body());
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return refused;
    }

    private static HttpResponse<String> putTwo(RunningServer server, int size) {
        assertEquals(201, put(server, "one", size).statusCode());
        return put(server, "two", size);
    }

    private static HttpResponse<String> put(RunningServer server, String id, int size) {
        return server.send(
                HttpRequest.newBuilder(server.uri(DOCUMENTS + id))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "text/plain")
                        .PUT(BodyPublishers.ofString("word ".repeat(size / 5)))
                        .build());
    }
}
