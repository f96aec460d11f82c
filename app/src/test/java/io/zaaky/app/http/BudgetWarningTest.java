package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.chat.BudgetAlerts;
import io.zaaky.app.chat.SetClock;
import io.zaaky.app.knowledge.LogLines;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators are warned before a budget is spent, from a question to the log and the metrics. */
class BudgetWarningTest {
    private static final String ORG = "warned";
    private static final int TOKENS = 42; // of an answer
    private static final long LIMIT = 10_000;
    private static final long OF_ALL = 20_000;

    private final SetClock clock = new SetClock(Instant.now());
    private final LogLines log = new LogLines(BudgetAlerts.class);
    private final StubUpstream model =
            StubUpstream.start(StubUpstream.openAi().tokens("Yes").finish("stop").usage(40, 2));
    private RunningServer server;
    private int answers; // of today

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(
                orgs.resolve(ORG + ".yaml"),
                """
                budget: {tokens-per-day: %d, alert-at: 1}
                chatbots:
                  bot:
                    budget: {tokens-per-day: %d, alert-at: 1}
                    limits: {messages-per-minute: 1000}
                    llm: {provider: openai, base-url: '%s', model: m, max-tokens: 50}
                """
                        .formatted(OF_ALL, LIMIT, model.uri("/v1")));
        server = RunningServer.start(folder, "", "chatbots: {}", clock);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
        log.close();
    }

    /** Asks, and waits until the metrics show that. */
    private void ask() {
        var answer = server.chat(RunningServer.body(ORG + "/bot", "Is it open?", ""));
        assertEquals(200, answer.statusCode(), answer.body());
        answers++;
        for (String chatbot : List.of("bot", "")) {
            var _ =
                    Conditions.await(
                            answers + " answers in what is spent of '" + chatbot + "'",
                            () -> gauge(chatbot, "spent"),
                            spent -> spent == (long) answers * TOKENS);
        }
    }

    private long gauge(String chatbot, String kind) {
        Matcher line =
                Pattern.compile(
                                "(?m)^zaaky_budget_tokens\\{chatbot=\"%s\",kind=\"%s\",org=\"%s\",.*\\} (\\S+)"
                                        .formatted(chatbot, kind, ORG))
                        .matcher(server.management("/metrics").body());
        return line.find() ? (long) Double.parseDouble(line.group(1)) : -1;
    }

    /** The warnings of one account, when there are so many; each begins with what was spent. */
    private List<String> warnings(String account, int count) {
        return Conditions.await(
                count + " warnings of " + account,
                () ->
                        log.warnings().stream()
                                .filter(line -> line.startsWith(account + ": "))
                                .map(line -> line.substring(account.length() + 2))
                                .toList(),
                seen -> seen.size() >= count);
    }

    private static void assertSpent(int tokens, String warning) {
        assertTrue(warning.startsWith(tokens + " of today's budget of "), warning);
    }

    @Test
    void theAnswerThatPassesTheShareWarnsOnceADay() {
        assertEquals(0, answers);
        ask();
        ask();
        ask(); // 126 of 10,000
        assertSpent(3 * TOKENS, warnings(ORG + "/bot", 1).getFirst());
        assertTrue(gauge("bot", "spent") * 100 >= gauge("bot", "limit"));
        assertEquals(LIMIT, gauge("bot", "limit"));
        ask();
        ask(); // 210 of 20,000
        assertSpent(5 * TOKENS, warnings(ORG, 1).getFirst());
        assertEquals(OF_ALL, gauge("", "limit"));
        ask();
        assertEquals(1, warnings(ORG + "/bot", 1).size(), log.warnings()::toString);
        assertEquals(1, warnings(ORG, 1).size(), log.warnings()::toString);

        clock.pass(Duration.ofDays(1));
        answers = 0;
        ask();
        ask();
        ask();
        List<String> warnings = warnings(ORG + "/bot", 2);
        assertEquals(2, warnings.size(), warnings::toString);
        assertSpent(3 * TOKENS, warnings.getLast());
    }
}
