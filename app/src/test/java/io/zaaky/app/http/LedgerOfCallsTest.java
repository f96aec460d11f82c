package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However an answer ends: each call that the provider has had is a row of the ledger. */
class LedgerOfCallsTest {
    private static final String KEY = "zk_owner-of-the-ledger-that-nobody-guesses";
    private static final String STREAM = "/api/public/chat/stream";
    private static final String QUESTION = "What does it cost?";
    private static final int LEFT = 100;
    private static final int TIMES = 5;

    private StubUpstream model;
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        model = StubUpstream.start(LedgerOfCallsTest::script);
        var acme =
                new StringBuilder("admin-keys: ['%s']\nchatbots:\n".formatted(KeyHashes.of(KEY)));
        for (String name : List.of("held", "cut", "down", "fine")) {
            acme.append(chatbot(name, llm(name)));
        }
        acme.append(chatbot("second", llm("down") + "\n    fallback: [" + llmOf("fine") + "]"));
        server = RunningServer.start(folder, "", acme.toString());
    }

    private String llm(String path) {
        return "    llm: " + llmOf(path);
    }

    private String llmOf(String path) {
        return "{provider: openai, model: %s, base-url: '%s'}"
                .formatted(path, model.uri("/" + path + "/v1"));
    }

    private static String chatbot(String name, String models) {
        return """
          %s:
        %s
            limits: {messages-per-minute: 1000000, concurrent-answers: 1000}
            streaming: {resume-grace: 0s}
        """
                .formatted(name, models);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private static StubScript script(StubCall call) {
        StubScript script = StubUpstream.openAi();
        return switch (call.path().split("/", 3)[1]) {
            case "held" -> script.tokens("one ", "two ", "three ").hold();
            case "cut" -> script.tokens("one ", "two ").cut();
            case "down" -> script.status(500).text("down");
            default -> script.tokens("Hello").finish("stop").usage(11, 1);
        };
    }

    @Test
    @Tag("COST-05")
    void holdsOneForEachAndNoneOfThoseThatWorkedIsFree() {
        for (int i = 0; i < LEFT; i++) {
            try (var visitor = RawVisitor.of(server.port())) {
                visitor.post(STREAM, "acme/held", QUESTION, "");
                visitor.readUntil("\"three \"");
                visitor.reset();
            }
        }
        for (int i = 0; i < TIMES; i++) {
            for (String chatbot : List.of("cut", "down", "second", "fine")) {
                var _ = server.lastEvent("acme/" + chatbot, QUESTION, "");
            }
        }
        List<JsonNode> rows =
                Conditions.await(
                        "a row for each call", this::rows, found -> found.size() == model.calls());
        assertEquals(
                Map.of(
                        "held left",
                        (long) LEFT,
                        "cut failed",
                        (long) TIMES,
                        "down failed",
                        count(rows, "down"),
                        "fine complete",
                        2L * TIMES),
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        row ->
                                                row.path("model").asText()
                                                        + " "
                                                        + row.path("outcome").asText(),
                                        TreeMap::new,
                                        Collectors.counting())));
        for (JsonNode row : rows) {
            int tokens = row.path("completion_tokens").asInt();
            assertEquals(!row.path("model").asText().equals("down"), tokens > 0, row::toString);
            assertTrue(tokens < 10, row::toString);
        }
    }

    private static long count(List<JsonNode> rows, String name) {
        return rows.stream().filter(row -> row.path("model").asText().equals(name)).count();
    }

    private List<JsonNode> rows() {
        return Stream.of("held", "cut", "down", "second", "fine")
                .flatMap(
                        chatbot ->
                                server.get(
                                                "/api/orgs/acme/chatbots/"
                                                        + chatbot
                                                        + "/ledger.jsonl",
                                                "Authorization",
                                                "Bearer " + KEY)
                                        .body()
                                        .lines())
                .map(RunningServer::json)
                .toList();
    }
}
