package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.FaultProxy;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's server is down for longer than one question. */
class ProviderOutageTest {
    private static final int LEAST_CALLS = 10;
    private static final String QUESTION = "Hi, what is up today?";

    @TempDir Path folder;

    @Test
    @Tag("RES-04")
    @Tag("OPS-02")
    void aServerThatFailsEveryCallIsNotAskedAnyMore() {
        try (var upstream = StubUpstream.start(down());
                var server = start("outage", upstream, "")) {
            for (int i = 0; i < 3 * LEAST_CALLS; i++) {
                JsonNode error = server.lastEvent("acme/outage", QUESTION, session(i));
                assertEquals("provider_unavailable", error.get("code").asText());
            }
            assertEquals(LEAST_CALLS, upstream.calls());
            assertDegraded(server);
            String metrics = server.management("/metrics").body();
            String rejected =
                    metrics.lines()
                            .filter(line -> line.startsWith("zaaky_provider_calls_rejected_total"))
                            .filter(line -> line.contains("chatbot=\"outage\""))
                            .findFirst()
                            .orElseThrow();
            assertTrue(rejected.contains("provider=\"openai\""), rejected);
            assertFalse(rejected.endsWith(" 0.0"), rejected);
            for (String state : new String[] {"closed", "open", "half_open"}) {
                assertTrue(
                        metrics.lines()
                                .filter(line -> line.startsWith("zaaky_provider_breaker{"))
                                .filter(line -> line.contains("provider=\"openai\""))
                                .anyMatch(line -> line.contains("state=\"" + state + "\"")),
                        metrics);
            }
            assertFalse(metrics.contains("127.0.0.1"), metrics);
            assertTrue(metrics.contains("zaaky_answers_unsaved_total"), metrics);
        }
    }

    /** Ready, for a fallback may answer and a restart would not help; but it is told. */
    private static void assertDegraded(RunningServer server) {
        HttpResponse<String> ready = server.management("/health/ready");
        assertEquals(200, ready.statusCode(), ready.body());
        assertFalse(ready.body().contains("127.0.0.1"), ready.body());
        JsonNode check = providers(ready);
        assertEquals("UP", check.get("status").asText(), ready.body());
        assertTrue(check.get("data").get("degraded").asBoolean(), ready.body());
        assertEquals("1 of 1 not asked", check.get("data").get("openai").asText());
    }

    @Test
    void aServerThatAnswersIsNotDegraded() {
        try (var upstream = StubUpstream.start(hello());
                var server = start("fine", upstream, "")) {
            assertEquals(
                    "complete",
                    server.lastEvent("acme/fine", QUESTION, session(0)).get("type").asText());
            HttpResponse<String> ready = server.management("/health/ready");
            assertFalse(providers(ready).get("data").get("degraded").asBoolean(true), ready.body());
        }
    }

    @Test
    void theFallbackAnswersAllTheTime() {
        try (var upstream = StubUpstream.start(down());
                var second = StubUpstream.start(hello());
                var server =
                        start(
                                "helped",
                                upstream,
                                ", fallback: [{provider: openai, model: second, base-url: '%s'}]"
                                        .formatted(second.uri("/v1")))) {
            for (int i = 0; i < 2 * LEAST_CALLS; i++) {
                JsonNode complete = server.lastEvent("acme/helped", QUESTION, session(i));
                assertEquals("second", complete.path("model").asText(), complete.toString());
            }
            assertEquals(LEAST_CALLS, upstream.calls());
        }
    }

    /** What the provider refuses, it would refuse again. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    @Tag("RES-03")
    void whatTheProviderRefusesIsAskedOnce(int status) {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().status(status));
                var server = start("refused", upstream, "")) {
            JsonNode error = server.lastEvent("acme/refused", QUESTION, session(0));
            assertEquals("provider_rejected", error.get("code").asText());
            assertEquals(1, upstream.calls());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 2",
                "-1 | 2",
                "soon | 2",
                "1e9 | 2",
                "600 | 1",
                "Fri, 31 Dec 9999 23:59:59 GMT | 1"
            })
    @Tag("UP-12")
    void aShortWaitIsWaitedForAndALongOneIsToldAtOnce(String retryAfter, int calls) {
        StubScript busy = StubUpstream.openAi().status(429).header("Retry-After", retryAfter);
        try (var upstream = StubUpstream.start(busy, hello());
                var server = start("busy", upstream, "")) {
            JsonNode last = server.lastEvent("acme/busy", QUESTION, session(0));
            assertEquals(calls, upstream.calls(), last::toString);
            String expected = calls == 2 ? "" : "provider_rate_limited";
            assertEquals(expected, last.path("code").asText(), last::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | llama runner process has terminated | 2 | ''",
                "503 | server busy, please try again | 2 | ''",
                "404 | model 'm' not found | 1 | provider_rejected"
            })
    @Tag("UP-13")
    void ollamaIsAskedAgainUnlessItSaysThatTheQuestionIsWrong(
            int status, String said, int calls, String code) {
        StubScript failing =
                StubUpstream.ollama()
                        .status(status)
                        .header("Content-Type", "application/json")
                        .text("{\"error\":\"" + said + "\"}");
        StubScript well = StubUpstream.ollama().tokens("Hello").finish("stop").usage(3, 1);
        try (var upstream = StubUpstream.start(failing, well);
                var server =
                        RunningServer.start(
                                folder,
                                "",
                                """
                                chatbots:
                                  local: {llm: {provider: ollama, base-url: "%s", model: m}}
                                """
                                        .formatted(upstream.uri()))) {
            JsonNode last = server.lastEvent("acme/local", QUESTION, session(0));
            assertEquals(code, last.path("code").asText(), last::toString);
            assertEquals(calls, upstream.calls(), last::toString);
            assertFalse(last.toString().contains(said), last::toString);
        }
    }

    @Test
    @Tag("RES-04")
    void aServerThatIsDownKeepsNobodyFromAnother() {
        try (var upstream = StubUpstream.start(down());
                var second = StubUpstream.start(hello());
                var server =
                        start(
                                "unlucky",
                                upstream,
                                "}\n  lucky: {llm: {provider: openai, base-url: '%s', model: m}"
                                        .formatted(second.uri("/v1")))) {
            for (int i = 0; i < 2 * LEAST_CALLS; i++) {
                server.lastEvent("acme/unlucky", QUESTION, session(i));
            }
            assertEquals(LEAST_CALLS, upstream.calls());
            JsonNode complete = server.lastEvent("acme/lucky", QUESTION, session(0));
            assertEquals("Hello", complete.path("content").asText(), complete::toString);
        }
    }

    /**
     * One organisation's model is silent for longer than its chatbot waits; others ask the same
     * server for another model, or with another key.
     */
    @Test
    @Tag("RES-16")
    void aModelThatAlwaysTimesOutKeepsNobodyElseFromTheServer() throws Exception {
        StubScript silent = StubUpstream.openAi().holdHeaders();
        try (var upstream =
                        StubUpstream.start(
                                call ->
                                        call.header("Authorization").endsWith("key-a")
                                                        && call.body().contains("large")
                                                ? silent
                                                : hello());
                var _ = other(model(upstream, "large", "key-b", ""));
                var server =
                        RunningServer.start(
                                folder,
                                "server: {shutdown-grace: 0s}\n",
                                organisation(
                                        model(
                                                upstream,
                                                "large",
                                                "key-a",
                                                ", first-token-timeout: 1s"),
                                        model(upstream, "small", "key-a", ""),
                                        model(upstream, "large", "key-c", "")))) {
            List<JsonNode> errors =
                    atOnce(27, i -> server.lastEvent("acme/bot0", QUESTION, session(i)));
            for (JsonNode error : errors) {
                assertEquals("provider_timeout", error.path("code").asText(), error::toString);
            }
            JsonNode away = server.lastEvent("acme/bot0", QUESTION, session(99));
            assertEquals("provider_unavailable", away.path("code").asText(), away::toString);
            assertEquals(27, upstream.calls(), "a model that is not asked was asked");
            for (int i = 0; i < 60; i++) {
                String chatbot = i < 20 ? "acme/bot1" : i < 40 ? "acme/bot2" : "other/bot0";
                JsonNode complete = server.lastEvent(chatbot, QUESTION, session(i));
                assertEquals("Hello", complete.path("content").asText(), complete::toString);
            }
            HttpResponse<String> ready = server.management("/health/ready");
            assertEquals("1 of 4 not asked", providers(ready).get("data").get("openai").asText());
            for (String secret : List.of("key-a", "key-b", "key-c")) {
                assertFalse(server.management("/metrics").body().contains(secret));
            }
        }
    }

    /** One organisation's calls all fail, and take all of its second attempts. */
    @Test
    @Tag("RES-03")
    @Tag("RES-16")
    void secondAttemptsOfOneAreNotSpentByAnother() throws IOException {
        var calls = new AtomicInteger();
        try (var upstream =
                        StubUpstream.start(
                                call ->
                                        call.header("Authorization").endsWith("key-a")
                                                        || calls.getAndIncrement() == 0
                                                ? down()
                                                : hello());
                var _ = other(model(upstream, "m", "key-b", ""));
                var server =
                        RunningServer.start(
                                folder, "", organisation(model(upstream, "m", "key-a", "")))) {
            for (int i = 0; i < 9; i++) {
                server.lastEvent("acme/bot0", QUESTION, session(i));
            }
            JsonNode complete = server.lastEvent("other/bot0", QUESTION, session(0));
            assertEquals("Hello", complete.path("content").asText(), complete::toString);
            assertEquals(2, calls.get());
        }
    }

    /** Nobody gets a connection, so nobody need try: that is a fact about the server. */
    @Test
    @Tag("RES-16")
    void aServerThatTakesNoConnectionsIsAskedByNobody() throws IOException {
        String nowhere = StubUpstream.nowhere() + "/v1";
        try (var _ = other(model(nowhere, "m", "key-b", ""));
                var server =
                        RunningServer.start(
                                folder, "", organisation(model(nowhere, "m", "key-a", "")))) {
            double before = rejectedOfTheOther(server);
            for (int i = 0; i < LEAST_CALLS; i++) {
                server.lastEvent("acme/bot0", QUESTION, session(i));
            }
            JsonNode error = server.lastEvent("other/bot0", QUESTION, session(0));
            assertEquals("provider_unavailable", error.path("code").asText(), error::toString);
            assertFalse(error.toString().contains("acme"), error::toString);
            HttpResponse<String> ready = server.management("/health/ready");
            assertEquals("2 of 2 not asked", providers(ready).get("data").get("openai").asText());
            assertEquals(before + 1, rejectedOfTheOther(server));
        }
    }

    /** What is known of a model outlives a reload, and goes with the last chatbot that uses it. */
    @Test
    @Tag("RES-16")
    void aReloadForgetsNothingButWhatIsGone() throws IOException {
        try (var upstream = StubUpstream.start(down());
                var server =
                        RunningServer.start(
                                folder, "", organisation(model(upstream, "m", "key-a", "")))) {
            for (int i = 0; i < LEAST_CALLS; i++) {
                server.lastEvent("acme/bot0", QUESTION, session(i));
            }
            Path acme = folder.resolve("config/orgs/acme.yaml");
            Files.writeString(
                    acme, organisation(model(upstream, "m", "key-a", ", temperature: 1")));
            assertEquals(List.of(), server.reload());
            server.lastEvent("acme/bot0", QUESTION, session(0));
            assertEquals(LEAST_CALLS, upstream.calls(), "the reload made it be asked again");
            Files.writeString(acme, organisation(model(upstream, "m", "key-b", "")));
            assertEquals(List.of(), server.reload());
            HttpResponse<String> ready = server.management("/health/ready");
            assertFalse(providers(ready).get("data").get("degraded").asBoolean(true), ready.body());
        }
    }

    @Test
    @Tag("RES-08")
    void aQuestionThatCannotBeLookedUpIsNotAnsweredWithoutTheDocuments() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at nine.");
        try (var model = StubUpstream.start(hello());
                var vectors = StubUpstream.start(StubUpstream.openAi().embeddings());
                var line = FaultProxy.before(vectors.uri("/v1"));
                var server =
                        start(
                                "grounded",
                                model,
                                (", knowledge: {sources: [{path: '%s'}]}, retrieval: {embedding:"
                                                + " {provider: openai, base-url: '%s', model: e}}")
                                        .formatted(documents, line.uri()))) {
            String question = "When does the ferry leave?";
            JsonNode well = server.lastEvent("acme/grounded", question, session(0));
            assertEquals("Hello", well.path("content").asText(), well::toString);
            line.refuse();
            String another = "When does the ferry come back?"; // the first one's vector is known
            JsonNode error = server.lastEvent("acme/grounded", another, session(1));
            assertEquals("retrieval_unavailable", error.path("code").asText(), error::toString);
            assertEquals(1, model.calls());
        }
    }

    private interface Asking {
        JsonNode ask(int number);
    }

    private static List<JsonNode> atOnce(int questions, Asking asking) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> running =
                    IntStream.range(0, questions)
                            .mapToObj(i -> threads.submit(() -> asking.ask(i)))
                            .toList();
            List<JsonNode> all = new ArrayList<>();
            for (Future<JsonNode> each : running) {
                all.add(each.get());
            }
            return all;
        }
    }

    /** Counted since the first test of this process. */
    private static double rejectedOfTheOther(RunningServer server) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("zaaky_provider_calls_rejected_total"))
                .filter(line -> line.contains("chatbot=\"bot0\",org=\"other\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A second organisation, until this is closed. */
    private Closeable other(String model) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Path file = Files.writeString(orgs.resolve("other.yaml"), organisation(model));
        return () -> Files.delete(file);
    }

    private static String model(StubUpstream upstream, String model, String key, String more) {
        return model(upstream.uri("/v1").toString(), model, key, more);
    }

    private static String model(String address, String model, String key, String more) {
        return "{provider: openai, base-url: '%s', model: %s, api-key: %s%s}"
                .formatted(address, model, key, more);
    }

    /** Chatbots {@code bot0}, {@code bot1} and so on, one a model. */
    private static String organisation(String... models) {
        var yaml = new StringBuilder("chatbots:\n");
        for (int i = 0; i < models.length; i++) {
            yaml.append(
                    "  bot%d: {limits: {messages-per-minute: 1000, concurrent-answers: 100}, llm: %s}\n"
                            .formatted(i, models[i]));
        }
        return yaml.toString();
    }

    private static JsonNode providers(HttpResponse<String> ready) {
        for (JsonNode check : RunningServer.json(ready.body()).get("checks")) {
            if (check.get("name").asText().equals("providers")) {
                return check;
            }
        }
        throw new AssertionError(ready.body());
    }

    private static StubScript down() {
        return StubUpstream.openAi().status(500);
    }

    private static StubScript hello() {
        return StubUpstream.openAi().tokens("Hello").finish("stop").usage(3, 1);
    }

    private static String session(int number) {
        return "a-session-that-is-long-enough-" + number;
    }

    /** Meters are the process's: whoever counts takes a chatbot of its own. */
    private RunningServer start(String chatbot, StubUpstream upstream, String more) {
        return RunningServer.start(
                folder,
                "",
                """
                chatbots:
                  %s:
                    {limits: {messages-per-minute: 1000}, llm: {provider: openai, base-url: '%s', model: m}%s}
                """
                        .formatted(chatbot, upstream.uri("/v1"), more));
    }
}
