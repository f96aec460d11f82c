package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.e2e.Product.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export that is several times as large as all the memory that the server has. */
final class SmallHeapExportIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int CONVERSATIONS = 20_000;
    private static final int TEXT = 5_000; // characters of a question and of an answer
    private static final Pattern ID = Pattern.compile("^\\{\"id\":\"([^\"]+)\"");

    private static String first(String pattern, Outcome made) {
        Matcher found = Pattern.compile(pattern).matcher(made.out());
        assertTrue(found.find(), made::toString);
        return found.group();
    }

    @Test
    void ofTwentyThousandConversationsNeedsNoMemoryForThem(@TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        Outcome made = Product.run("key", "new", "acme");
        Installation installation = Installation.in(folder);
        installation.organisation(
                """
                admin-keys: ["%s"]
                chatbots: {desk: {llm: {provider: extractive}}}
                """
                        .formatted(first("sha256:[0-9a-f]{64}", made)));
        try (var zaaky = installation.serve();
                var visitor = new Visitor("acme/desk", "a-session-that-is-long-enough")) {
            var _ = visitor.ask(zaaky, "What is it about?").complete();
            zaaky.stop();
        }
        fill(installation.data().resolve("zaaky.db"));
        Map<String, String> small = Map.of("JAVA_TOOL_OPTIONS", "-Xmx" + HEAP_MEGABYTES + "m");
        try (var zaaky = ZaakyProcess.serve(installation.config(), installation.data(), small);
                var visitor = new Visitor("acme/desk", "another-session-that-is-long")) {
            for (int i = 0; i < 2; i++) {
                export(zaaky, first("zk_\\S+", made));
            }
            var _ = visitor.ask(zaaky, "What is it about?").complete();
            zaaky.stop();
            assertTrue(zaaky.log().contains("-Xmx" + HEAP_MEGABYTES + "m"), zaaky::log);
            assertFalse(zaaky.log().contains("OutOfMemory"), zaaky::log);
        }
    }

    /** Reads it as a program does that keeps nothing. */
    private static void export(ZaakyProcess zaaky, String key)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(zaaky.at("/api/orgs/acme/chatbots/desk/conversations.jsonl"))
                        .header("Authorization", "Bearer " + key)
                        .build();
        Set<String> ids = new HashSet<>();
        long characters = 0;
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher id = ID.matcher(line);
                    assertTrue(id.find() && line.endsWith("}"), line);
                    ids.add(id.group(1));
                    characters += line.length();
                }
            }
        }
        assertEquals(CONVERSATIONS, ids.size());
        assertTrue(characters > ((3L * HEAP_MEGABYTES) << 20), "only " + characters);
    }

    /** Copies the conversation that is there, each with longer texts. */
    private static void fill(Path database) throws SQLException {
        String[] statements = {
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
                hex(zeroblob(%d)), state, created_at + n, provider, model, prompt_tokens,
                completion_tokens, tokens_estimated, error_code, sources, context_quality, outcome
            FROM messages, numbers
            """
                    .formatted(TEXT / 2),
            "DROP TABLE numbers"
        };
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }
}
