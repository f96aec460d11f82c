package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.Commands.Outcome;
import io.zaaky.app.config.KeyHashes;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holes that are made in a store of SQLite, and what {@code audit} says of them. */
class AuditCommandTest {
    private static final String KEY = "zk_viewer-of-acme-that-nobody-guesses";
    private static final String PLATFORM = "zp_of-the-platform-that-nobody-guesses";
    private static final String SESSION = "the-session-of-the-audit-test-";

    @TempDir private Path folder;
    private RunningServer server;
    private int asked;

    @BeforeEach
    void start() {
        String platform =
                "server: {platform-keys: [{hash: \"%s\", name: ops}]}\n"
                        .formatted(KeyHashes.of(PLATFORM));
        String acme =
                """
                admin-keys: [{hash: "%s", name: auditor, role: viewer}]
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    limits: {messages-per-minute: 1000}
                  strict:
                    llm: {provider: extractive}
                    answering: {when-none: refuse}
                """
                        .formatted(KeyHashes.of(KEY));
        server = RunningServer.start(folder, platform, acme);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatAServerHasOnRecordAgrees() {
        ask("bot");
        ask("bot");
        ask("strict");
        Outcome outcome = audit("acme", "--management", management());
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("acme/bot: "), outcome::toString);
        assertTrue(outcome.out().contains(": 2 answers"), outcome::toString);
        assertTrue(outcome.out().contains("acme/strict: "), outcome::toString);
        assertTrue(outcome.out().contains("Everything agrees."), outcome::toString);
    }

    @Test
    void aRowOfTheLedgerThatIsGoneIsFound() {
        hole("but the ledger has no call for it", "DELETE FROM ledger WHERE message_id = ?");
    }

    @Test
    void aCountThatWasChangedIsFound() {
        hole(
                "tokens, but the ledger says",
                "UPDATE ledger SET completion_tokens = completion_tokens + 1 WHERE message_id = ?");
    }

    @Test
    void aRowThatStandsTwiceIsFound() {
        hole(
                "the ledger has the same call twice",
                """
                INSERT INTO ledger SELECT org, called_at, chatbot, message_id, number + 1, provider, model,
                    prompt_tokens, completion_tokens, tokens_estimated, free, outcome, kind, closes_answer
                FROM ledger WHERE message_id = ?
                """);
    }

    @Test
    void anAnswerThatIsGoneWithoutItsConversationIsFound() {
        String id = ask("bot");
        ask("bot");
        change("DELETE FROM messages WHERE id = ?", id);
        Outcome outcome = audit("acme/bot");
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("its answer is not on record"), outcome::toString);
    }

    @Test
    void anAnswerWhoseEndingDiffersIsFound() {
        hole(
                "its outcome is stopped, but its state refused means refused",
                "UPDATE messages SET outcome = 'stopped' WHERE id = ?");
    }

    @Test
    void anAnswerWhoseStateDiffersIsFound() {
        hole(
                "but that of its last call in the ledger refused",
                "UPDATE messages SET state = 'length', outcome = 'length' WHERE id = ?");
    }

    @Test
    void aRowThatClosesNoAnswerAnyMoreIsFound() {
        ask("bot");
        String id = ask("bot");
        change("UPDATE ledger SET closes_answer = 0 WHERE message_id = ?", id);
        Outcome outcome = audit("acme/bot");
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("the usage says 1 answers"), outcome::toString);
    }

    @Test
    void aConversationThatAVisitorHasForgottenIsNoHole() {
        ask("bot");
        ask("bot");
        var request =
                HttpRequest.newBuilder(server.uri("/api/public/chat/history?chatbot_id=acme/bot"))
                        .header("X-Session-Id", SESSION + asked)
                        .DELETE()
                        .build();
        assertEquals(204, server.send(request).statusCode());
        Outcome outcome = audit("acme/bot", "--management", management());
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains(" 1 of conversations that are"), outcome::toString);
    }

    @Test
    void theSumsOfAllAreSeenWithAKeyOfThePlatform() {
        ask("bot");
        Outcome outcome =
                Commands.run(
                        Map.of("ZAAKY_KEY", PLATFORM),
                        "audit",
                        "--server",
                        address(),
                        "--management",
                        management());
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("the sums of all organisations"), outcome::toString);
    }

    @Test
    void aWrongKeyAndAWrongDayAreTold() {
        Outcome key =
                Commands.run(
                        Map.of("ZAAKY_KEY", "zk_wrong"), "audit", "acme", "--server", address());
        assertEquals(1, key.code(), key::toString);
        assertTrue(key.err().contains("does not know this key"), key::toString);
        Outcome day = audit("acme", "--from", "yesterday");
        assertEquals(2, day.code(), day::toString);
        assertFalse(day.err().contains("Exception"), day::toString);
    }

    /** One answer of three is changed, and that one alone is named. */
    private void hole(String said, String sql) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(ask("bot"));
        }
        change(sql, ids.get(1));
        Outcome outcome = audit("acme/bot");
        assertEquals(1, outcome.code(), outcome::toString);
        String line =
                outcome.out()
                        .lines()
                        .filter(each -> each.contains("answer " + ids.get(1) + ": "))
                        .findFirst()
                        .orElse("");
        assertTrue(line.contains(said), outcome::toString);
        assertFalse(outcome.out().contains(ids.get(0)), outcome::toString);
        assertFalse(outcome.out().contains(ids.get(2)), outcome::toString);
    }

    /** Returns the answer's id. */
    private String ask(String chatbot) {
        asked++;
        return server.lastEvent("acme/" + chatbot, "What is it about?", SESSION + asked)
                .path("message_id")
                .asText();
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

    private Outcome audit(String what, String... more) {
        List<String> words = new ArrayList<>(List.of("audit", what, "--server", address()));
        words.addAll(List.of(more));
        return Commands.run(Map.of("ZAAKY_KEY", KEY), words.toArray(String[]::new));
    }

    private String address() {
        return "http://127.0.0.1:" + server.port();
    }

    private String management() {
        return "http://127.0.0.1:" + server.managementPort();
    }
}
