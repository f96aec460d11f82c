package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.chat.SetClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is older than its retention is gone, and nothing else is. */
class RetentionTest {
    private static final String CHATBOTS = "/api/orgs/acme/chatbots/";

    /** Stands in each question, and in no document. */
    private static final String WORD = "thistledown";

    private static final String QUESTION = "What does a membership cost, " + WORD + "?";
    private static final Duration HOUR = Duration.ofHours(1);

    private final SetClock clock = new SetClock(Instant.now().truncatedTo(ChronoUnit.DAYS));
    private Path folder;
    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        admin = start("", "chatbots:\n");
    }

    private AdminServer start(String dataSources, String firstChatbot) {
        String zaaky = "server: {audit-retention: 5d}\n" + dataSources;
        String more =
                """
                  short: {llm: {provider: extractive}, conversations: {retention: 2d}}
                  last: {llm: {provider: extractive}, conversations: {retention: 2d}}
                """;
        String acme = AdminServer.acme(AdminServer.OWNER).replace("chatbots:\n", firstChatbot);
        return new AdminServer(folder, zaaky, acme + more, clock);
    }

    /** Its store waits some seconds for its database each time, and never gets it. */
    private AdminServer startWithBrokenStore() throws IOException {
        Path noFile = Files.createDirectories(folder.resolve("no-file"));
        return start(
                "data-sources: {broken: {url: \"jdbc:sqlite:%s\"}}\n".formatted(noFile),
                """
                chatbots:
                  broken:
                    llm: {provider: extractive}
                    conversations: {data-source: broken, retention: 2d}
                """);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static String session(String chatbot, int number) {
        return "a-session-of-%s-that-is-long-enough-%d".formatted(chatbot, number);
    }

    /** Returns the answer's id. */
    private String ask(String chatbot, int number) {
        JsonNode last =
                admin.server().lastEvent("acme/" + chatbot, QUESTION, session(chatbot, number));
        assertEquals("complete", last.path("type").asText(), last::toString);
        return last.path("message_id").asText();
    }

    private int rate(String chatbot, String message, int number) {
        String body =
                "{\"message_id\":\"%s\",\"session_id\":\"%s\",\"rating\":\"down\",\"comment\":\"%s\"}"
                        .formatted(message, session(chatbot, number), WORD);
        return admin.call("POST", "/api/public/feedback", body).statusCode();
    }

    private HttpResponse<String> get(String path) {
        return admin.as(AdminServer.OWNER, "GET", path, "");
    }

    private int conversations(String chatbot) {
        return admin.json(AdminServer.OWNER, CHATBOTS + chatbot + "/conversations")
                .path("conversations")
                .size();
    }

    private String ledger(String chatbot) {
        return get(CHATBOTS + chatbot + "/ledger.jsonl?" + days()).body();
    }

    private JsonNode usage(String chatbot) {
        return admin.json(AdminServer.OWNER, CHATBOTS + chatbot + "/usage?" + days()).path("total");
    }

    private String days() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return "from=" + today.minusDays(20) + "&to=" + today;
    }

    private void pass(Duration time) {
        clock.pass(time);
        admin.server().forgetOld();
    }

    @Test
    void aConversationIsThereUntilItsTimeIsOverAndThenGoneForEverybody() {
        String message = ask("short", 1);
        assertEquals(204, rate("short", message, 1));
        String list = CHATBOTS + "short/conversations";
        String id = admin.json(AdminServer.OWNER, list).at("/conversations/0/id").asText();
        String replay = CHATBOTS + "short/messages/" + message + "/replay";
        JsonNode usage = usage("short");
        String ledger = ledger("short");
        assertEquals(1, usage.path("answers").asInt(), usage::toString);
        assertTrue(ledger.contains(message), ledger);

        pass(Duration.ofDays(2).minus(HOUR));
        for (String path : List.of(list + "/" + id, replay)) {
            assertEquals(200, get(path).statusCode(), path);
        }
        assertEquals(2, admin.server().history("acme/short", session("short", 1)).size());
        assertTrue(get(list + ".jsonl").body().contains(WORD));
        assertNotEquals(List.of(), rowsWith(WORD), "the word can be found where it is");

        pass(HOUR.multipliedBy(2));
        for (String path : List.of(list + "/" + id, replay)) {
            assertEquals(404, get(path).statusCode(), path);
        }
        assertEquals(0, conversations("short"));
        assertEquals("", get(list + ".jsonl").body());
        assertEquals(List.of(), admin.server().history("acme/short", session("short", 1)));
        assertEquals(404, rate("short", message, 1));
        assertEquals(0, admin.json(AdminServer.OWNER, CHATBOTS + "short/gaps").path("gaps").size());
        assertEquals(List.of(), rowsWith(WORD), "rows that still have a word of the question");
    }

    @Test
    void theLedgerKeepsItsCountsAndNothingThatWasSaid() {
        String message = ask("short", 1);
        JsonNode usage = usage("short");
        String ledger = ledger("short");
        pass(Duration.ofDays(3));
        assertEquals(0, conversations("short"));
        assertEquals(usage, usage("short"));
        assertEquals(ledger, ledger("short"));
        JsonNode row = RunningServer.json(ledger.strip());
        assertEquals(message, row.path("message_id").asText(), ledger);
        assertEquals(
                List.of(
                        "at",
                        "completion_tokens",
                        "estimated",
                        "kind",
                        "message_id",
                        "model",
                        "outcome",
                        "prompt_tokens",
                        "provider"),
                row.properties().stream().map(Map.Entry::getKey).sorted().toList());
    }

    @Test
    void eachChatbotHasItsOwnTimeAndAQuestionBeginsItAnew() {
        for (String chatbot : List.of("bot", "short", "last")) {
            var _ = ask(chatbot, 1);
        }
        pass(Duration.ofDays(1));
        var _ = ask("short", 1);
        pass(Duration.ofDays(1).plus(HOUR));
        assertEquals(1, conversations("short"), "it went on a day ago");
        assertEquals(4, admin.server().history("acme/short", session("short", 1)).size());
        assertEquals(0, conversations("last"));
        assertEquals(1, conversations("bot"), "it has the usual thirty days");
        pass(Duration.ofDays(27));
        assertEquals(1, conversations("bot"));
        pass(Duration.ofDays(1));
        assertEquals(0, conversations("bot"));
    }

    /** The chatbot whose database cannot be opened stands before all others. */
    @Test
    void aChatbotWhoseStoreFailsKeepsNoOthersConversationsOnAnyDay() throws IOException {
        admin.close();
        admin = startWithBrokenStore();
        JsonNode failed = admin.server().lastEvent("acme/broken", QUESTION, session("broken", 1));
        assertEquals("storage_unavailable", failed.path("code").asText(), failed::toString);
        for (int day = 1; day <= 3; day++) {
            var _ = ask("short", day);
            var _ = ask("last", day);
            assertEquals(1, conversations("short"), "day " + day);
            pass(Duration.ofDays(2).plus(HOUR));
            assertEquals(0, conversations("short"), "day " + day);
            assertEquals(0, conversations("last"), "day " + day);
        }
        assertEquals(3, usage("short").path("answers").asInt());
    }

    @Test
    void theLogOfChangesIsKeptForItsOwnTime() {
        String pause = CHATBOTS + "short/pause";
        assertEquals(204, admin.as(AdminServer.OWNER, "POST", pause, "").statusCode());
        pass(Duration.ofDays(5).minus(HOUR));
        assertEquals(1, changes());
        assertFalse(rowsWith("short").isEmpty());
        pass(HOUR.multipliedBy(2));
        assertEquals(0, changes());
        assertEquals(List.of(), rowsWith("chatbot.pause"));
        assertEquals(
                503,
                admin.server()
                        .chat(RunningServer.body("acme/short", QUESTION, session("short", 1)))
                        .statusCode(),
                "what was changed stays so");
    }

    private int changes() {
        return admin.json(AdminServer.OWNER, "/api/orgs/acme/audit?" + days())
                .path("entries")
                .size();
    }

    /** The rows of all tables of the server's databases in which that stands. */
    private List<String> rowsWith(String text) {
        List<String> rows = new ArrayList<>();
        for (String file : List.of("zaaky.db", "admin.db")) {
            String url = "jdbc:sqlite:" + folder.resolve("data").resolve(file);
            try (Connection connection = DriverManager.getConnection(url)) {
                for (String table : tables(connection)) {
                    rows(connection, table).stream()
                            .filter(row -> row.contains(text))
                            .forEach(rows::add);
                }
            } catch (SQLException e) {
                throw new AssertionError(url, e);
            }
        }
        return rows;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (ResultSet found =
                connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            List<String> tables = new ArrayList<>();
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
            return tables;
        }
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                all.add(
                        values.stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ", table + ": ", "")));
            }
            return all;
        }
    }
}
