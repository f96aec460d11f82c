package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";

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

    @Test
    @Tag("COST-07")
    void everyLimitOfTheSettingsIsTrippedHere(@TempDir Path empty) throws IOException {
        Set<String> known = new TreeSet<>(NO_LIMITS);
        known.addAll(LimitTrips.all().keySet());
        known.add("server.connections-per-address");
        known.addAll(AnswerBoundsTest.keys());
        assertEquals(LimitKeys.all(empty), known);
    }

    @TestFactory
    @Tag("COST-07")
    Stream<DynamicTest> aLimitThatIsReachedRefusesWhatComesNextAndTellsWhichItIs() {
        return LimitTrips.all().keySet().stream()
                .map(key -> DynamicTest.dynamicTest(key, () -> trip(key)));
    }

    /**
     * The status and the code, how long to wait, and one more in the metrics of this limit only.
     */
    private void trip(String key) throws IOException {
        LimitTrips.Trip trip = Optional.ofNullable(LimitTrips.all().get(key)).orElseThrow();
        LimitTrips.Refused told = trip.told();
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
            try (var first = RawVisitor.of(server.port())) {
                assertTrue(first.isAnswered(call));
                // Connections are counted by threads of their own: of two opened at once either may
                // be the first.
                try (var second = RawVisitor.of(server.port())) {
                    assertFalse(second.isAnswered(call));
                }
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
                                KeyHashes.of(LimitTrips.KEY),
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
}
