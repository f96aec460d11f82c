package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.app.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports that are far longer than what fits between server and client. */
class LongExportTest {
    private static final String EXPORT = "/api/orgs/acme/chatbots/bot/conversations.jsonl";
    private static final int CONVERSATIONS = 1000;

    private Path database;
    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) throws SQLException {
        admin = new AdminServer(folder);
        database = folder.resolve("data/zaaky.db");
        admin.server().lastEvent("acme/bot", "What does a membership cost?", "");
        execute(
                """
                CREATE TABLE numbers AS WITH RECURSIVE c (n) AS
                    (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d) SELECT n FROM c
                """
                        .formatted(CONVERSATIONS - 1),
                """
                INSERT INTO conversations (id, org, chatbot, session_hash, created_at, updated_at,
                    last_position, marks)
                SELECT 'copy-' || n, org, chatbot, 'hash-' || n, created_at + n, updated_at + n,
                    last_position, marks
                FROM conversations, numbers
                """,
                """
                INSERT INTO messages (id, org, chatbot, conversation_id, position, role, content,
                    state, created_at, provider, model, prompt_tokens, completion_tokens,
                    tokens_estimated, error_code, sources, context_quality, outcome)
                SELECT id || '-' || n, org, chatbot, 'copy-' || n, position, role,
                    hex(zeroblob(10000)), state, created_at + n, provider, model, prompt_tokens,
                    completion_tokens, tokens_estimated, error_code, sources, context_quality,
                    outcome
                FROM messages, numbers
                """);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + database + "?busy_timeout=9000");
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private HttpResponse<InputStream> open(HttpClient client)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(
                        HttpRequest.newBuilder(admin.server().uri(EXPORT))
                                .header("Authorization", "Bearer " + AdminServer.VIEWER)
                                .build(),
                        BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return response;
    }

    @Test
    void everyConversationIsThere() throws IOException, InterruptedException {
        assertAllAreThere();
    }

    private void assertAllAreThere() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient();
                InputStream body = open(client).body()) {
            String all = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(
                    CONVERSATIONS,
                    all.lines()
                            .map(RunningServer::json)
                            .map(line -> line.path("id").asText())
                            .distinct()
                            .count());
        }
    }

    @Test
    void oneThatBreaksOffHalfwayDoesNotLookLikeAWholeOne()
            throws IOException, InterruptedException, SQLException {
        try (var client = HttpClient.newHttpClient();
                InputStream body = open(client).body()) {
            assertNotEquals(-1, body.read());
            execute("DROP TABLE messages");
            assertThrows(IOException.class, body::readAllBytes);
        }
    }

    @Test
    void aKeyThatIsTakenAwayEndsIt() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient();
                InputStream body = open(client).body()) {
            assertNotEquals(-1, body.read());
            admin.write(
                    AdminServer.acme(AdminServer.OWNER).replaceAll("(?m)^.*role: viewer.*\\R", ""));
            assertEquals(List.of(), admin.server().reload());
            assertThrows(IOException.class, body::readAllBytes);
        }
    }

    @Test
    void whoGoesAwayLeavesTheServerFreeForOthers() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            try (var client = HttpClient.newHttpClient();
                    InputStream body = open(client).body()) {
                assertNotEquals(-1, body.read());
            }
        }
        assertAllAreThere();
    }
}
