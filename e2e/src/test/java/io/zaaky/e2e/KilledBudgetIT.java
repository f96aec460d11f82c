package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it holds tokens of a budget. */
@Tag("DUR-13")
final class KilledBudgetIT {
    private static final int TOKENS = 42; // of an answer, as the provider counts
    private static final int AT_ONCE = 3;
    private static final String A_MINUTE_LATER =
            "UPDATE budget_reservations SET lease_until = lease_until - 60000";
    private static final String QUESTION = "When does it open?";

    private final StubScript answering =
            StubUpstream.openAi().tokens("At ", "nine.").finish("stop").usage(40, 2);
    private final StubScript silent = StubUpstream.openAi().holdHeaders();
    private final StubUpstream model = StubUpstream.start(_ -> answers() ? answering : silent);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean answers;
    private int visitors;
    private Installation installation;
    private String key;
    private String hash;

    private boolean answers() {
        return answers;
    }

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        Outcome made = Product.run("key", "new", "acme");
        key = first("zk_\\S+", made);
        hash = first("sha256:[0-9a-f]{64}", made);
    }

    private static String first(String pattern, Outcome made) {
        Matcher found = Pattern.compile(pattern).matcher(made.out());
        assertTrue(found.find(), made::toString);
        return found.group();
    }

    @AfterEach
    void leave() {
        Closing.all(threads, model);
    }

    private void configure(long budget) {
        installation.organisation(
                """
                admin-keys: ["%s"]
                budget: {tokens-per-day: %d}
                chatbots:
                  desk:
                    llm: {provider: openai, model: stub, base-url: "%s", max-tokens: 50}
                    limits: {messages-per-minute: 1000000, concurrent-answers: 100}
                """
                        .formatted(hash, budget, model.uri("/v1")));
    }

    private Visitor visitor() {
        return new Visitor("acme/desk", "a-session-of-the-budget-%04d".formatted(visitors++));
    }

    /** Asks somebody's question, whose answer does not come before the kill. */
    private void hold(ZaakyProcess zaaky) {
        Visitor visitor = visitor();
        var _ =
                threads.submit(
                        () -> {
                            try (visitor) {
                                return visitor.askPlainly(zaaky, QUESTION);
                            }
                        });
    }

    private int ask(ZaakyProcess zaaky) {
        try (Visitor visitor = visitor()) {
            return visitor.askPlainly(zaaky, QUESTION).statusCode();
        }
    }

    private JsonNode budget(ZaakyProcess zaaky) {
        try (var owner = new Administrator(zaaky, key)) {
            return owner.json("/api/orgs/acme/usage").path("budget");
        }
    }

    private static long reserved(JsonNode budget) {
        return budget.path("reserved").asLong(-1);
    }

    private static long spent(JsonNode budget) {
        return budget.path("spent_today").asLong(-1);
    }

    private void awaitReserved(ZaakyProcess zaaky, long tokens) {
        var _ =
                Conditions.await(
                        tokens + " tokens that are set aside",
                        () -> budget(zaaky),
                        seen -> reserved(seen) == tokens);
    }

    /** What is set aside for one question; the server is killed then. */
    private long reservedForOne() {
        configure(1_000_000);
        try (var zaaky = installation.serve()) {
            hold(zaaky);
            long one =
                    reserved(
                            Conditions.await(
                                    "what is set aside for a question",
                                    () -> budget(zaaky),
                                    seen -> reserved(seen) > 0));
            zaaky.kill();
            return one;
        }
    }

    private void holdAll(ZaakyProcess zaaky, long one) {
        answers = false;
        for (int i = 0; i < AT_ONCE; i++) {
            hold(zaaky);
        }
        awaitReserved(zaaky, AT_ONCE * one);
        assertEquals(429, ask(zaaky), "more than the budget holds");
    }

    /** Spends all that can be; returns how many answers that were. */
    private int spendAll(ZaakyProcess zaaky) {
        answers = true;
        int count = 0;
        while (ask(zaaky) == 200) {
            count++;
        }
        return count;
    }

    private static void assertSpent(JsonNode budget, long answers, long limit) {
        assertEquals(answers * TOKENS, spent(budget), budget::toString);
        assertTrue(spent(budget) <= limit, budget::toString);
        assertEquals(0, reserved(budget), budget::toString);
    }

    @Test
    void theNextStartGivesBackWhatItHeldHoweverOftenItIsKilled() {
        long one = reservedForOne();
        long limit = AT_ONCE * one + TOKENS; // still for as many when one has been answered
        configure(limit);
        for (int kill = 0; kill < 2; kill++) {
            try (var zaaky = installation.serve()) {
                assertEquals(0, reserved(budget(zaaky)), "kill " + kill);
                holdAll(zaaky, one);
                zaaky.kill();
            }
        }
        try (var zaaky = installation.serve()) {
            assertSpent(budget(zaaky), 0, limit);
            answers = true;
            assertEquals(200, ask(zaaky));
            holdAll(zaaky, one);
            zaaky.kill();
        }
        try (var zaaky = installation.serve()) {
            assertSpent(budget(zaaky), 1, limit);
            int more = spendAll(zaaky);
            assertEquals((limit - one) / TOKENS, more);
            assertSpent(budget(zaaky), 1L + more, limit);
            zaaky.stop();
        }
    }

    /** A minute is taken from the leases in the database, in place of waiting for it. */
    @Test
    void anotherServerHasWhatItHeldWhenTheLeaseIsOverAndNotBefore() {
        try (var database = new OwnDatabase()) {
            installation.server("data-sources: {main: {url: \"" + database.url() + "\"}}\n");
            long one = reservedForOne();
            database.update(A_MINUTE_LATER);
            long limit = AT_ONCE * one;
            configure(limit);
            Path elsewhere = installation.folder().resolve("elsewhere");
            try (var killed = installation.serve();
                    var other = ZaakyProcess.serve(installation.config(), elsewhere)) {
                holdAll(killed, one);
                assertEquals(429, ask(other), "the other server has it");
                killed.kill();
                assertEquals(429, ask(other), "it may still live");
                assertEquals(AT_ONCE * one, reserved(budget(other)));

                database.update(A_MINUTE_LATER);
                awaitReserved(other, 0);
                int count = spendAll(other);
                assertEquals((limit - one) / TOKENS + 1, count);
                assertSpent(budget(other), count, limit);
                other.stop();
            }
        }
    }
}
