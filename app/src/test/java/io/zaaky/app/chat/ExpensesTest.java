package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.Charge;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.ModelCall.Kind;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is charged for a call, whichever way it ends. The fake model has a token a letter. */
final class ExpensesTest {
    private static final int ASKED = "question".length() + 8;

    private final Expenses expenses = new Expenses(new SetClock(), Allowance.UNLIMITED);
    private final Expenses.Call call = begin(Kind.ANSWER);

    @Test
    void whatTheProviderReportsIsCharged() {
        call.ended(new Reply(FinishReason.LENGTH, new Usage(12, 3, false)), "abc");
        ModelCall charged = charged(Outcome.LENGTH);
        assertEquals(new Usage(12, 3, false), charged.usage());
        assertEquals(Outcome.LENGTH, charged.outcome());
        assertEquals("openai", charged.provider());
        assertEquals("fake", charged.model());
    }

    @ParameterizedTest
    @CsvSource({
        "2000000000,   3, 16,    3",
        "12,  2000000000, 12,    5",
        "2147483647, 2147483647, 16, 5",
    })
    @Tag("COST-15")
    void whatNobodyCanHaveReadOrWrittenIsEstimated(
            int prompt, int completion, int chargedPrompt, int chargedCompletion) {
        call.ended(new Reply(FinishReason.STOP, new Usage(prompt, completion, false)), "hello");
        assertEquals(
                new Usage(chargedPrompt, chargedCompletion, true),
                charged(Outcome.COMPLETE).usage());
    }

    @Test
    @Tag("COST-05")
    void whatTheVisitorDidNotWaitForIsChargedAsFarAsItWasProduced() {
        call.failed(new PluginException(Reason.CANCELLED, "interrupted"), "half an");
        ModelCall charged = charged(Outcome.LEFT);
        assertEquals(new Usage(ASKED, "half an".length(), true), charged.usage());
        assertEquals(Outcome.LEFT, charged.outcome());
    }

    @Test
    @Tag("COST-05")
    void aStopBeforeTheFirstWordIsChargedForTheQuestion() {
        call.failed(new PluginException(Reason.CANCELLED, "interrupted"), "");
        assertEquals(new Usage(ASKED, 0, true), charged(Outcome.STOPPED).usage());
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMED_OUT", "UNAVAILABLE"})
    void aProviderThatFailedMayHaveReadTheQuestion(Reason reason) {
        call.failed(new PluginException(reason, "away"), "");
        ModelCall charged = charged(Outcome.COMPLETE);
        assertEquals(new Usage(ASKED, 0, true), charged.usage());
        assertEquals(Outcome.FAILED, charged.outcome(), "though a fallback has answered");
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAUTHORIZED", "REJECTED"})
    void aProviderThatRefusedHasReadNothing(Reason reason) {
        call.failed(new PluginException(reason, "no"), "");
        assertEquals(new Usage(0, 0, true), charged(Outcome.FAILED).usage());
    }

    @Test
    void whereThereWasNoConnectionNothingIsCharged() {
        call.failed(new PluginException(Reason.UNAVAILABLE, "refused").unreachable(), "");
        assertEquals(new Usage(0, 0, true), charged(Outcome.FAILED).usage());
    }

    @Test
    void aCallThatNobodyToldTheEndOfIsChargedWithItsAnswer() {
        ModelCall charged = charged(Outcome.COMPLETE);
        assertEquals(new Usage(ASKED, 0, true), charged.usage());
        assertEquals(Outcome.COMPLETE, charged.outcome());
    }

    @Test
    void eachCallHasItsRowInTheOrderOfTheirBeginnings() {
        call.failed(new PluginException(Reason.RATE_LIMITED, "no"), "");
        begin(Kind.REWRITE).ended(new Reply(FinishReason.STOP, new Usage(1, 2, false)), "ab");
        Charge charge = expenses.charge(Outcome.COMPLETE);
        assertEquals(2, charge.calls().size());
        assertEquals(Kind.ANSWER, charge.calls().getFirst().kind());
        assertEquals(Kind.REWRITE, charge.calls().getLast().kind());
    }

    @Test
    void anAnswerWithoutAModelCostsNothing() {
        assertEquals(
                Charge.NONE,
                new Expenses(new SetClock(), Allowance.UNLIMITED).charge(Outcome.REFUSED));
    }

    private Expenses.Call begin(Kind kind) {
        var model = new NamedModel("openai", "", new FakeModel(1000));
        return expenses.book(kind).begin(model, Prompt.of("question"));
    }

    private ModelCall charged(Outcome answer) {
        return expenses.charge(answer).calls().getFirst();
    }
}
