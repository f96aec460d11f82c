package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls of models have cost, as administrators see it. */
class UsageTest {
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String QUESTION = "What does a membership cost?";

    /** Two chatbots of an organisation, each in a database of its own. */
    private static final String TWO =
            """
              second:
                llm: {provider: extractive}
                conversations: {data-source: other}
                knowledge: {sources: [{path: ../../documents}]}
              third:
                llm: {provider: extractive}
                budget: {tokens-per-day: 5000}
                knowledge: {sources: [{path: ../../documents}]}
            budget: {tokens-per-day: 100000}
            """;

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
        admin.write(
                "zaaky.yaml",
                AdminServer.platform(AdminServer.PLATFORM)
                        + "data-sources: {other: {url: \"jdbc:sqlite:%s\"}}\n"
                                .formatted(folder.resolve("other.db")));
        admin.write(AdminServer.acme(AdminServer.OWNER) + TWO);
        assertEquals(List.of(), admin.server().reload());
        Conditions.await(
                "the documents of all are indexed",
                () -> admin.json(AdminServer.VIEWER, "/api/orgs/acme"),
                about ->
                        about.path("chatbots")
                                .valueStream()
                                .allMatch(each -> each.at("/documents/indexed").asInt() == 1));
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private JsonNode ask(String chatbot) {
        JsonNode last = admin.server().lastEvent(chatbot, QUESTION, "");
        assertEquals("complete", last.path("type").asText(), last::toString);
        return last;
    }

    private static long tokens(JsonNode usage) {
        return usage.path("prompt_tokens").asLong() + usage.path("completion_tokens").asLong();
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    @Test
    void aChatbotsUsageIsWhatItsAnswersHaveCost() {
        JsonNode first = ask("acme/bot");
        ask("acme/bot");
        ask("acme/third");
        JsonNode usage = admin.json(AdminServer.VIEWER, BOT + "/usage");
        assertEquals(1, usage.path("days").size(), usage::toString);
        JsonNode day = usage.path("days").path(0);
        assertEquals(today(), day.path("day").asText());
        assertEquals(2, day.path("answers").asInt(), usage::toString);
        assertEquals(
                2 * first.path("usage").path("prompt_tokens").asLong(),
                day.path("prompt_tokens").asLong(),
                usage::toString);
        assertEquals(
                2 * first.path("usage").path("completion_tokens").asLong(),
                day.path("completion_tokens").asLong(),
                usage::toString);
        assertEquals(2, day.path("outcomes").path("complete").asInt());
        assertEquals(0, day.path("outcomes").path("failed").asInt());
        JsonNode model = day.path("models").path(0);
        assertEquals(first.path("provider"), model.path("provider"), usage::toString);
        assertEquals(first.path("model"), model.path("model"), usage::toString);
        assertEquals(2, model.path("answers").asInt());
        assertEquals(tokens(day), tokens(model));
        assertEquals(tokens(day), tokens(usage.path("total")));
        assertEquals(2, usage.path("total").path("answers").asInt());
    }

    @Test
    void anOrganisationsUsageIsThatOfAllItsChatbotsWhereverTheyKeepIt() {
        ask("acme/bot");
        ask("acme/second");
        ask("acme/second");
        ask("acme/third");
        ask("other/bot");
        JsonNode usage = admin.json(AdminServer.VIEWER, "/api/orgs/acme/usage");
        assertEquals(4, usage.path("total").path("answers").asInt(), usage::toString);
        JsonNode budget = usage.path("budget");
        assertEquals(100_000, budget.path("tokens_per_day").asInt(), usage::toString);
        assertEquals(0, budget.path("spent_today").asLong(), "extractive costs nothing");
        assertEquals(0, budget.path("reserved").asInt());
        assertEquals(
                LocalDate.now(ZoneOffset.UTC).plusDays(1) + "T00:00:00Z",
                budget.path("resets_at").asText());
        assertEquals(
                2,
                admin.json(AdminServer.VIEWER, "/api/orgs/acme/chatbots/second/usage")
                        .path("total")
                        .path("answers")
                        .asInt());
        assertEquals(
                5000,
                admin.json(AdminServer.VIEWER, "/api/orgs/acme/chatbots/third/usage")
                        .path("budget")
                        .path("tokens_per_day")
                        .asInt());
        JsonNode without = admin.json(AdminServer.VIEWER, BOT + "/usage");
        assertTrue(without.path("budget").path("tokens_per_day").isNull(), without::toString);
        assertEquals(0, without.path("budget").path("spent_today").asLong(), without::toString);
    }

    @Test
    void thePlatformSeesEachOrganisationsPart() {
        ask("acme/bot");
        ask("acme/second");
        ask("other/bot");
        JsonNode usage = admin.json(AdminServer.PLATFORM, "/api/platform/usage?from=" + today());
        JsonNode day = usage.path("days").path(0);
        assertEquals(3, day.path("answers").asInt(), usage::toString);
        JsonNode acme = day.path("organisations").path(0);
        assertEquals("acme", acme.path("id").asText());
        assertEquals(2, acme.path("answers").asInt(), usage::toString);
        assertEquals("other", day.path("organisations").path(1).path("id").asText());
        assertEquals(3, usage.path("total").path("answers").asInt());
    }

    @Test
    void whatAModelHasCostIsSpentOfTheBudgetsOfChatbotAndOrganisation() {
        var script = StubUpstream.openAi().tokens("It is ", "12.").finish("stop").usage(40, 7);
        try (var model = StubUpstream.start(script)) {
            admin.write(
                    AdminServer.acme(AdminServer.OWNER)
                            + """
                              paid:
                                llm: {provider: openai, model: m, base-url: "%s", max-tokens: 100}
                                budget: {tokens-per-day: 5000}
                            budget: {tokens-per-day: 100000}
                            """
                                    .formatted(model.uri("/v1")));
            assertEquals(List.of(), admin.server().reload());
            long tokens = tokens(ask("acme/paid").path("usage"));
            assertEquals(47, tokens);
            String paid = "/api/orgs/acme/chatbots/paid/usage";
            for (String path : List.of(paid, "/api/orgs/acme/usage")) {
                JsonNode budget = admin.json(AdminServer.VIEWER, path).path("budget");
                assertEquals(tokens, budget.path("spent_today").asLong(), budget::toString);
                assertEquals(0, budget.path("reserved").asLong(-1), budget::toString);
            }
        }
    }

    @Test
    void theOrganisationTellsWhatItsChatbotsHaveDoneToday() {
        JsonNode answer = ask("acme/second");
        JsonNode about = admin.json(AdminServer.VIEWER, "/api/orgs/acme");
        JsonNode second = about.path("chatbots").path(1);
        assertEquals("second", second.path("id").asText(), about::toString);
        assertEquals(1, second.path("today").path("answers").asInt(), about::toString);
        assertEquals(tokens(answer.path("usage")), second.path("today").path("tokens").asLong());
        JsonNode bot = about.path("chatbots").path(0);
        assertEquals(0, bot.path("today").path("answers").asInt(), about::toString);
    }

    @Test
    void theLedgerHasARowForEachCall() {
        JsonNode first = ask("acme/bot");
        JsonNode second = ask("acme/bot");
        var ledger = admin.as(AdminServer.VIEWER, "GET", BOT + "/ledger.jsonl", "");
        assertEquals(200, ledger.statusCode(), ledger.body());
        List<JsonNode> rows = ledger.body().lines().map(RunningServer::json).toList();
        assertEquals(2, rows.size(), ledger.body());
        assertEquals(
                List.of(first.path("message_id"), second.path("message_id")),
                rows.stream().map(row -> row.path("message_id")).toList());
        JsonNode row = rows.getFirst();
        assertEquals(first.path("provider"), row.path("provider"), row::toString);
        assertEquals(first.path("model"), row.path("model"), row::toString);
        for (String field : List.of("prompt_tokens", "completion_tokens", "estimated")) {
            assertEquals(first.path("usage").path(field), row.path(field), field);
        }
        assertEquals("complete", row.path("outcome").asText());
        assertEquals("answer", row.path("kind").asText());
        assertTrue(row.path("at").asText().startsWith(today()), row::toString);
        var none = admin.as(AdminServer.VIEWER, "GET", BOT + "/ledger.jsonl?to=2020-01-01", "");
        assertEquals("", none.body());
    }

    @Test
    void aSpreadsheetGetsARowForEachDayAndModel() {
        JsonNode answer = ask("acme/bot");
        HttpResponse<String> response = csv(AdminServer.VIEWER, BOT + "/usage");
        assertEquals(
                "text/csv; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        String day =
                "day,provider,model,answers,prompt_tokens,completion_tokens,estimated,complete,"
                        + "stopped,length,refused,content_filter,left,failed\r\n"
                        + "%s,%s,%s,1,%d,%d,0,1,0,0,0,0,0,0\r\n"
                                .formatted(
                                        today(),
                                        answer.path("provider").asText(),
                                        answer.path("model").asText(),
                                        answer.path("usage").path("prompt_tokens").asInt(),
                                        answer.path("usage").path("completion_tokens").asInt());
        assertEquals(day, response.body());
        String all = csv(AdminServer.PLATFORM, "/api/platform/usage").body();
        assertTrue(all.startsWith("day,organisation,provider,"), all);
        assertTrue(all.contains("\r\n" + today() + ",acme,"), all);
    }

    private HttpResponse<String> csv(String key, String path) {
        HttpResponse<String> response =
                admin.call("GET", path, "", "Authorization", "Bearer " + key, "Accept", "text/csv");
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    @Test
    void whatIsNoRangeOfDaysIsRefused() {
        for (String query :
                List.of(
                        "from=x",
                        "from=2026-13-01",
                        "from=2026-11-30T00:00:00Z",
                        "from=-999999999-01-01",
                        "from=2026-11-2",
                        "to=2026-02-30",
                        "from=2026-11-30&to=2026-11-29")) {
            for (String path : List.of(BOT + "/usage", "/api/orgs/acme/usage")) {
                var response = admin.as(AdminServer.OWNER, "GET", path + "?" + query, "");
                assertEquals(422, response.statusCode(), query + ": " + response.body());
                JsonNode problem = RunningServer.json(response.body());
                assertEquals("invalid_field", problem.path("code").asText());
                assertEquals(query.replaceAll("=.*", ""), problem.path("field").asText());
            }
        }
    }
}
