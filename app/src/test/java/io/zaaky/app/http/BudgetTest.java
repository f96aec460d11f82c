package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Budgets, from a question to the metrics. Each server has an organisation of another name, as
 * gauges of an earlier server in this process would be shown in place of its own.
 */
class BudgetTest {
    private static final AtomicInteger ORGS = new AtomicInteger();

    private static final int MANY = 200;
    private static final int PROMPT = 40;
    private static final int COMPLETION = 2;
    private static final String STREAM = "/api/public/chat/stream";

    @TempDir Path folder;
    private String org = "";

    private static StubScript answering() {
        return StubUpstream.openAi().tokens("Hel", "lo").finish("stop").usage(PROMPT, COMPLETION);
    }

    private static StubScript held() {
        return StubUpstream.openAi()
                .tokens("Hel")
                .hold()
                .tokens("lo")
                .finish("stop")
                .usage(PROMPT, COMPLETION);
    }

    /**
     * A server with two chatbots of one organisation.
     *
     * @param ofAll the organisation's budget a day; nought for none
     * @param of the budget of the chatbot {@code bot}; nought for none
     * @param more of both chatbots
     */
    private RunningServer server(StubUpstream model, long ofAll, long of, String more) {
        return start(
                """
                %s
                chatbots:
                  bot:
                    %s
                    limits: {messages-per-minute: 100000, concurrent-answers: 1000}
                    llm: {provider: openai, base-url: '%s', model: m, max-tokens: 50}
                    %s
                  two:
                    limits: {messages-per-minute: 100000, concurrent-answers: 1000}
                    llm: {provider: openai, base-url: '%s', model: m, max-tokens: 50}
                    %s
                """
                        .formatted(
                                budget(ofAll),
                                budget(of),
                                model.uri("/v1"),
                                more,
                                model.uri("/v1"),
                                more));
    }

    private RunningServer start(String yaml) {
        org = "org" + ORGS.incrementAndGet();
        try {
            Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
            Files.writeString(orgs.resolve(org + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RunningServer.start(folder, "server: {shutdown-grace: 0s}\n", "chatbots: {}");
    }

    private static String budget(long tokens) {
        return tokens == 0 ? "" : "budget: {tokens-per-day: " + tokens + "}";
    }

    private String question(String chatbot) {
        return RunningServer.body(org + "/" + chatbot, "Hi", "");
    }

    /** A gauge of a budget; -1 if it is not there. */
    private long gauge(RunningServer server, String chatbot, String kind) {
        Matcher line =
                Pattern.compile(
                                "(?m)^zaaky_budget_tokens\\{chatbot=\"%s\",kind=\"%s\",org=\"%s\",.*\\} (\\S+)"
                                        .formatted(chatbot, kind, org))
                        .matcher(server.management("/metrics").body());
        return line.find() ? (long) Double.parseDouble(line.group(1)) : -1;
    }

    private void awaitGauge(RunningServer server, String chatbot, String kind, long value) {
        var _ =
                Conditions.await(
                        "%d tokens %s of '%s'".formatted(value, kind, chatbot),
                        () -> gauge(server, chatbot, kind),
                        seen -> seen == value);
    }

    /** What is set aside for one question of {@code bot}. */
    private static long reservedForOne(Path own) {
        return new BudgetTest().in(own).reservedForOne();
    }

    private long reservedForOne() {
        try (var model = StubUpstream.start(held());
                var server = server(model, 0, 1_000_000, "");
                Stream<String> lines = server.lines(server.post(STREAM, question("bot"))).body()) {
            assertTrue(lines.anyMatch(line -> line.contains("Hel")));
            return Conditions.await(
                    "a reservation", () -> gauge(server, "bot", "reserved"), seen -> seen > 0);
        }
    }

    private BudgetTest in(Path other) {
        folder = other;
        return this;
    }

    @Test
    @Tag("COST-04")
    void ofTwoHundredAtOnceAsManyAreServedAsTheBudgetHolds(@TempDir Path other) throws Exception {
        long one = reservedForOne(other);
        try (var model = StubUpstream.start(held());
                var server = server(model, 10 * one + one / 2, 0, "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var barrier = new CyclicBarrier(MANY);
            List<Future<HttpResponse<Stream<String>>>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String chatbot = i % 2 == 0 ? "bot" : "two";
                Callable<HttpResponse<Stream<String>>> ask =
                        () -> {
                            barrier.await();
                            return server.lines(server.post(STREAM, question(chatbot)));
                        };
                all.add(threads.submit(ask));
            }
            List<HttpResponse<Stream<String>>> served = new ArrayList<>();
            for (Future<HttpResponse<Stream<String>>> each : all) {
                HttpResponse<Stream<String>> response = each.get();
                if (response.statusCode() == 200) {
                    served.add(response);
                } else {
                    assertExhausted(response);
                }
            }
            assertEquals(10, served.size());
            awaitGauge(server, "", "reserved", 10 * one);

            served.forEach(_ -> model.release());
            for (HttpResponse<Stream<String>> response : served) {
                JsonNode last = last(response);
                assertEquals("complete", last.get("type").asText(), last::toString);
            }
            awaitGauge(server, "", "reserved", 0);
            awaitGauge(server, "", "spent", 10 * (PROMPT + COMPLETION));
            assertEquals(10 * one + one / 2, gauge(server, "", "limit"));
        }
    }

    private static JsonNode last(HttpResponse<Stream<String>> response) {
        return RunningServer.events(response.body()).reduce((_, last) -> last).orElseThrow();
    }

    private static void assertExhausted(HttpResponse<Stream<String>> response) {
        JsonNode problem = RunningServer.json(String.join("", response.body().toList()));
        assertEquals(429, response.statusCode(), problem::toString);
        assertEquals("budget_exhausted", problem.get("code").asText());
        long seconds = response.headers().firstValueAsLong("Retry-After").orElse(-1);
        assertTrue(seconds > 0 && seconds <= 86_400, "Retry-After: " + seconds);
    }

    @Test
    void noSequenceOfAnswersSpendsMoreThanTheBudget(@TempDir Path other) throws Exception {
        long one = reservedForOne(other);
        long limit = 3 * one;
        try (var model = StubUpstream.start(answering());
                var server = server(model, 0, limit, "")) {
            int answers = 0;
            while (server.chat(question("bot")).statusCode() == 200) {
                answers++;
            }
            assertEquals((limit - one) / (PROMPT + COMPLETION) + 1, answers);
            awaitGauge(server, "bot", "spent", (long) answers * (PROMPT + COMPLETION));
            assertTrue((long) answers * (PROMPT + COMPLETION) <= limit);
            assertEquals(200, server.chat(question("two")).statusCode(), "it has no budget");
        }
    }

    /** The prompt is some hundred characters, so the provider's count could be true. */
    @Test
    @Tag("COST-15")
    void aProviderThatCountsMoreThanWasSetAsideIsChargedWhatWas(@TempDir Path other) {
        long one = reservedForOne(other);
        StubScript greedy =
                StubUpstream.openAi().tokens("Hi").finish("stop").usage((int) one + 100, 7);
        try (var model = StubUpstream.start(greedy);
                var server = server(model, one, 0, "")) {
            JsonNode usage = server.lastEvent(org + "/bot", "Hi", "").get("usage");
            assertEquals(one - 7, usage.get("prompt_tokens").asLong(), usage::toString);
            assertTrue(usage.get("estimated").asBoolean());
            awaitGauge(server, "", "spent", one);
            assertEquals(429, server.chat(question("two")).statusCode());
        }
    }

    @Test
    @Tag("COST-05")
    void anAnswerThatIsStoppedIsChargedForWhatWasProducedAndGivesBackTheRest() {
        try (var model = StubUpstream.start(held());
                var server = server(model, 0, 100_000, "")) {
            HttpResponse<Stream<String>> response =
                    server.lines(server.post(STREAM, question("bot")));
            try (Stream<String> lines = response.body()) {
                Iterator<JsonNode> events = RunningServer.events(lines).iterator();
                assertEquals("token", events.next().get("type").asText());
                String stop =
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\"}"
                                .formatted(
                                        response.headers().firstValue("X-Message-Id").orElseThrow(),
                                        response.headers()
                                                .firstValue("X-Session-Id")
                                                .orElseThrow());
                var stopped = server.send(server.post("/api/public/chat/stop", stop));
                assertEquals(202, stopped.statusCode(), stopped.body());
                JsonNode last = events.next();
                assertEquals("stopped", last.path("finish_reason").asText(), last::toString);
                JsonNode usage = last.get("usage");
                long spent =
                        usage.get("prompt_tokens").asLong()
                                + usage.get("completion_tokens").asLong();
                assertTrue(spent > 0, usage::toString);
                awaitGauge(server, "bot", "spent", spent);
                awaitGauge(server, "bot", "reserved", 0);
            }
        }
    }

    @Test
    void anAnswerThatFailsBeforeTheProviderWasReachedCostsNothing() {
        try (var model = StubUpstream.start(StubUpstream.openAi().status(401));
                var server = server(model, 0, 100_000, "")) {
            JsonNode last = server.lastEvent(org + "/bot", "Hi", "");
            assertEquals("provider_rejected", last.get("code").asText(), last::toString);
            awaitGauge(server, "bot", "reserved", 0);
            awaitGauge(server, "bot", "spent", 0);
        }
    }

    @Test
    void theLastFallbackAnswersFreeOfChargeWhenTheBudgetIsSpent() {
        try (var model = StubUpstream.start(answering());
                var server = server(model, 0, 1, "fallback: [{provider: extractive}]")) {
            JsonNode last = server.lastEvent(org + "/bot", "Hi", "");
            assertEquals("complete", last.get("type").asText(), last::toString);
            assertEquals("extractive", last.get("provider").asText());
            assertEquals(0, model.calls(), "calls of the model that costs");
            awaitGauge(server, "bot", "spent", 0);
        }
    }

    @Test
    void aModelThatCostsNothingIsNeverRefused() {
        String free =
                """
                budget: {tokens-per-day: 1}
                chatbots: {bot: {llm: {provider: extractive}, budget: {tokens-per-day: 1}}}
                """;
        try (var server = start(free)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, server.chat(question("bot")).statusCode());
            }
            awaitGauge(server, "bot", "limit", 1);
            awaitGauge(server, "bot", "spent", 0);
        }
    }
}
