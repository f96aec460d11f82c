package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.Commands.Outcome;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that need more than one call, or are cut short: ledger, conversations, metrics and {@code
 * audit} say the same of them. No other test has this organisation, whose meters are counted.
 */
@Tag("COST-05")
class AuditedAnswersTest {
    private static final String ORG = "audited";
    private static final String KEY = "zk_owner-of-audited-that-nobody-guesses";
    private static final String QUESTION = "What does a membership cost?";
    private static final String SESSION = "a-session-that-is-long-enough";

    private final StubUpstream model = StubUpstream.start(AuditedAnswersTest::script);
    private Path folder;
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("fees.md"), "# Fees\n\nA membership costs 12 euros.\n");
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(
                orgs.resolve(ORG + ".yaml"),
                """
                admin-keys: ["%s"]
                chatbots:
                  rewriting:
                    llm: %s
                    query-enhancement: {mode: llm}
                    knowledge: {sources: [{path: ../../documents}]}
                  second:
                    llm: %s
                    fallback: [%s]
                  held:
                    llm: %s
                """
                        .formatted(
                                KeyHashes.of(KEY),
                                llm("fine"),
                                llm("cut"),
                                llm("fine"),
                                llm("held")));
        server = RunningServer.start(folder, "", "chatbots: {}");
    }

    private String llm(String name) {
        return "{provider: openai, model: %s, base-url: '%s'}"
                .formatted(name, model.uri("/" + name + "/v1"));
    }

    private static StubScript script(StubCall call) {
        StubScript script = StubUpstream.openAi();
        if (call.body().contains("Rewrite the visitor's last message")) {
            return script.tokens("What does a membership cost students?")
                    .finish("stop")
                    .usage(31, 5);
        }
        return switch (call.path().split("/", 3)[1]) {
            case "cut" -> script.cut();
            case "held" -> script.tokens("one ", "two ", "three ").hold();
            default -> script.tokens("Twelve ", "euros.").finish("stop").usage(23, 4);
        };
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private String ask(String chatbot, String question) {
        JsonNode last = server.lastEvent(ORG + "/" + chatbot, question, SESSION);
        assertEquals("complete", last.path("type").asText(), last::toString);
        return last.path("message_id").asText();
    }

    private String get(String chatbot, String path) {
        var response =
                server.get(
                        "/api/orgs/" + ORG + "/chatbots/" + chatbot + path,
                        "Authorization",
                        "Bearer " + KEY);
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private List<JsonNode> rows(String chatbot) {
        return get(chatbot, "/ledger.jsonl").lines().map(RunningServer::json).toList();
    }

    /** Kind, model, outcome and tokens of the rows of an answer. */
    private List<String> rows(String chatbot, String message) {
        return rows(chatbot).stream()
                .filter(row -> row.path("message_id").asText().equals(message))
                .map(
                        row ->
                                String.join(
                                        " ",
                                        row.path("kind").asText(),
                                        row.path("model").asText(),
                                        row.path("outcome").asText(),
                                        tokens(row)))
                .toList();
    }

    private static String tokens(JsonNode usage) {
        return usage.path("prompt_tokens").asLong()
                + "+"
                + usage.path("completion_tokens").asLong();
    }

    /** As its conversation has it. */
    private JsonNode answer(String chatbot, String message) {
        return get(chatbot, "/conversations.jsonl")
                .lines()
                .map(RunningServer::json)
                .flatMap(each -> each.path("messages").valueStream())
                .filter(each -> each.path("id").asText().equals(message))
                .findFirst()
                .orElseThrow();
    }

    private long counted(String chatbot, String kind) {
        Matcher line =
                Pattern.compile(
                                "(?m)^zaaky_tokens_total\\{chatbot=\"%s\",kind=\"%s\",org=\"%s\".*\\} (\\S+)"
                                        .formatted(chatbot, kind, ORG))
                        .matcher(server.management("/metrics").body());
        return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
    }

    /** Counts of earlier servers of this process are in the meters too. */
    private long[] countedUntilNow(String chatbot) {
        return new long[] {counted(chatbot, "prompt"), counted(chatbot, "completion")};
    }

    private void assertCounted(String chatbot, long[] before) {
        List<JsonNode> rows = rows(chatbot);
        for (int i = 0; i < 2; i++) {
            String kind = List.of("prompt", "completion").get(i);
            long sum = rows.stream().mapToLong(row -> row.path(kind + "_tokens").asLong()).sum();
            assertEquals(sum, counted(chatbot, kind) - before[i], kind + ": " + rows);
        }
    }

    private Outcome audit() {
        return Commands.run(
                Map.of("ZAAKY_KEY", KEY),
                "audit",
                ORG,
                "--server",
                "http://127.0.0.1:" + server.port(),
                "--management",
                "http://127.0.0.1:" + server.managementPort());
    }

    private void assertAgrees() {
        Outcome outcome = audit();
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("Everything agrees."), outcome::toString);
    }

    @Test
    void aQuestionThatWasRewrittenHasARowForThat() {
        long[] before = countedUntilNow("rewriting");
        var _ = ask("rewriting", QUESTION);
        String message = ask("rewriting", "And for students?");
        assertEquals(
                List.of("rewrite fine complete 31+5", "answer fine complete 23+4"),
                rows("rewriting", message));
        JsonNode answer = answer("rewriting", message);
        assertEquals("23+4", tokens(answer.path("usage")), answer::toString);
        assertTrue(
                answer.path("queries")
                        .toString()
                        .contains("What does a membership cost students?"));
        assertCounted("rewriting", before);
        assertAgrees();
        change("DELETE FROM ledger WHERE kind = 'answer' AND message_id = ?", message);
        assertFound(message, "the ledger has no call for it");
    }

    @Test
    void anAnswerOfAFallbackHasARowForTheModelThatFailedToo() {
        long[] before = countedUntilNow("second");
        String message = ask("second", QUESTION);
        List<String> rows = rows("second", message);
        assertEquals("answer fine complete 23+4", rows.getLast(), rows::toString);
        assertEquals(model.calls(), rows.size(), rows::toString);
        assertTrue(rows.size() >= 2, rows::toString);
        rows.subList(0, rows.size() - 1)
                .forEach(row -> assertTrue(row.startsWith("answer cut failed "), rows::toString));
        JsonNode answer = answer("second", message);
        assertEquals("fine", answer.path("model").asText(), answer::toString);
        assertEquals("23+4", tokens(answer.path("usage")), answer::toString);
        assertCounted("second", before);
        assertAgrees();
        change("DELETE FROM ledger WHERE outcome = 'complete' AND message_id = ?", message);
        assertFound(message, "that of its last call in the ledger failed");
    }

    @Test
    void whatAStoppedAnswerHasUsedIsTheSameEverywhere() {
        long[] before = countedUntilNow("held");
        var response = server.open(ORG + "/held", QUESTION, SESSION);
        String message = response.headers().firstValue("X-Message-Id").orElseThrow();
        JsonNode told;
        try (Stream<String> lines = response.body()) {
            Iterator<JsonNode> events = RunningServer.events(lines).iterator();
            for (int i = 0; i < 3; i++) {
                assertEquals("token", events.next().path("type").asText());
            }
            String stop =
                    "{\"message_id\":\"%s\",\"session_id\":\"%s\"}".formatted(message, SESSION);
            assertEquals(202, server.send(server.post("/api/public/chat/stop", stop)).statusCode());
            told = events.next();
        }
        assertEquals("stopped", told.path("finish_reason").asText(), told::toString);
        String used = tokens(told.path("usage"));
        assertTrue(told.at("/usage/completion_tokens").asInt() >= 3, told::toString);
        assertEquals(List.of("answer held stopped " + used), rows("held", message));
        JsonNode answer = answer("held", message);
        assertEquals(used, tokens(answer.path("usage")), answer::toString);
        assertCounted("held", before);
        assertAgrees();
        change(
                "UPDATE ledger SET completion_tokens = completion_tokens + 1 WHERE message_id = ?",
                message);
        assertFound(message, "tokens, but the ledger says");
    }

    private void change(String sql, String id) {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("data/zaaky.db"));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            assertEquals(1, statement.executeUpdate(), sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private void assertFound(String message, String said) {
        Outcome outcome = audit();
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(
                outcome.out()
                        .lines()
                        .anyMatch(
                                line ->
                                        line.contains("answer " + message + ": ")
                                                && line.contains(said)),
                outcome::toString);
    }
}
