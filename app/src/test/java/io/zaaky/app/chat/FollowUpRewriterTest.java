package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FollowUpRewriterTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");
    private static final String TOPIC = "When does the last ferry leave Alder Island on weekdays?";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<StoredMessage> history = Turns.said(TOPIC, "At 22:10.");
    private final Expenses expenses = new Expenses(new SetClock(), Allowance.UNLIMITED);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void theModelsWordingIsSearchedFirstAndTheVisitorsToo() {
        var model = new FakeModel(1000).says("When does the last ferry ", "leave on Sundays?");
        assertEquals(
                List.of("When does the last ferry leave on Sundays?", "And on Sundays?"),
                plan(model, LONG).queries());
    }

    @Test
    void whenTheModelTakesTooLongItsCallIsClosedAndTheRulesAreUsed() throws Exception {
        var model = new FakeModel(1000).hangs();
        assertEquals(rules(), plan(model, Duration.ofMillis(20)));
        assertTrue(model.interrupted.await(30, TimeUnit.SECONDS), "the call was left open");
    }

    @Test
    void whenTheModelFailsTheRulesAreUsed() {
        var down = new PluginException(Reason.UNAVAILABLE, "down");
        assertEquals(rules(), plan(new FakeModel(1000).alwaysFails(down), LONG));
        assertEquals(rules(), plan(new FakeModel(1000).says("  "), LONG), "it said nothing");
    }

    @Test
    @Tag("COST-05")
    void aRewritingIsChargedThoughItWasCancelled() throws Exception {
        var model = new FakeModel(1000).hangs();
        plan(model, Duration.ofMillis(20));
        assertTrue(model.interrupted.await(30, TimeUnit.SECONDS), "the call was left open");
        ModelCall call = expenses.charge(Outcome.COMPLETE).calls().getFirst();
        assertEquals(ModelCall.Kind.REWRITE, call.kind());
        assertTrue(call.usage().promptTokens() > 0, call::toString);
        assertTrue(call.usage().estimated(), call::toString);
    }

    @Test
    void aQuestionThatStandsForItselfIsNotRewritten() {
        var model = new FakeModel(1000);
        String question = "How do I get on the waiting list for a season berth?";
        assertEquals(List.of(question), plan(question, model, LONG).queries());
        assertTrue(model.prompts.isEmpty(), "the model was asked");
    }

    private QueryEnhancer.Plan rules() {
        return QueryEnhancer.plan("And on Sundays?", history);
    }

    private QueryEnhancer.Plan plan(FakeModel model, Duration limit) {
        return plan("And on Sundays?", model, limit);
    }

    private QueryEnhancer.Plan plan(String question, FakeModel model, Duration limit) {
        return rewriter(model, limit).plan(asked(question), history, expenses);
    }

    private FollowUpRewriter rewriter(FakeModel model, Duration limit) {
        var upstreams = new Upstreams(ProviderLimits.STANDARD, new SetClock(), () -> 0.5);
        var models = upstreams.of(BOT, List.of(new NamedModel("fake", "", model))).candidates();
        var chain = new ModelChain(models, new CountedCalls(new FakeMeters(), BOT), _ -> {});
        return new FollowUpRewriter(chain, limit, threads);
    }

    private static Question asked(String text) {
        return new Question(new ConversationKey(BOT, "session"), text, "message", "request");
    }
}
