package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.Ledger.Entry;
import io.zaaky.spi.Ledger.Sum;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.ModelCall.Kind;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ledger of model calls. */
abstract class ConversationLedgerTests extends ConversationRatingTests {
    static final Instant AT = Instant.parse("2026-11-23T12:00:00.500Z");
    static final LocalDate DAY = LocalDate.parse("2026-11-23");

    private static ModelCall rewrite(Instant at) {
        return new ModelCall(
                at,
                "ollama",
                "tiny",
                new Usage(40, 9, true),
                Outcome.COMPLETE,
                Kind.REWRITE,
                Optional.empty());
    }

    final List<Entry> entries(ChatbotKey chatbot) {
        List<Entry> all = new ArrayList<>();
        store.ledger().entries(chatbot, Instant.MIN, Instant.MAX, all::add);
        return all;
    }

    private StoredMessage charged(ChatbotKey chatbot, Charge charge) {
        var key = new ConversationKey(chatbot, random());
        return answer(key, AT, "q", MessageState.COMPLETE, GOOD, charge);
    }

    @Test
    public final void eachCallOfAModelIsARowAndEachAnswerCountsOnce() {
        ModelCall failed = call(AT.plusSeconds(1), 100, 0, Outcome.FAILED);
        ModelCall fallback = call(AT.plusSeconds(2), 120, 30, Outcome.COMPLETE);
        Charge charge = charge(rewrite(AT), failed, fallback);
        StoredMessage answer = charged(desk, charge);

        assertEquals(
                charge.calls().stream().map(call -> new Entry(answer.id(), call)).toList(),
                entries(desk));
        assertEquals(
                List.of(
                        new Sum(
                                DAY,
                                "ollama",
                                "tiny",
                                Kind.REWRITE,
                                Outcome.COMPLETE,
                                1,
                                0,
                                40,
                                9,
                                1),
                        sum(DAY, Outcome.COMPLETE, 1, 1, 120, 30),
                        sum(DAY, Outcome.FAILED, 1, 0, 100, 0)),
                store.ledger().sums(desk, DAY, DAY));
    }

    private static Sum sum(
            LocalDate day, Outcome outcome, int calls, int answers, int prompt, int completion) {
        return new Sum(
                day,
                "openai",
                "small",
                Kind.ANSWER,
                outcome,
                calls,
                answers,
                prompt,
                completion,
                0);
    }

    @Test
    @Tag("COST-05")
    public final void howeverAnAnswerEndsItsCallsAreCharged() {
        for (Outcome outcome : Outcome.values()) {
            charged(desk, charge(call(AT, 10, 3, outcome)));
        }

        List<Sum> sums = store.ledger().sums(desk, DAY, DAY);
        assertEquals(Outcome.values().length, sums.size());
        for (Outcome outcome : Outcome.values()) {
            assertTrue(sums.contains(sum(DAY, outcome, 1, 1, 10, 3)), outcome::name);
        }
    }

    @Test
    public final void anAnswerThatIsSavedTwiceIsChargedOnce() {
        ConversationKey key = key();
        Charge charge = charge(call(AT, 10, 3, Outcome.COMPLETE));
        StoredMessage answer = answer(key, AT, "q", MessageState.COMPLETE, GOOD, charge);

        assertTrue(store.update(key, answer, charge));
        assertEquals(1, entries(desk).size());
    }

    @Test
    public final void theLedgerStaysWhenAConversationIsForgotten() {
        ConversationKey key = key();
        answer(key, AT, "q", MessageState.COMPLETE, GOOD, charge(call(AT, 10, 3, Outcome.LEFT)));
        StoredMessage begun = running("");
        store.append(key, List.of(user("r"), begun), 0);
        assertTrue(store.delete(key));

        Charge late = charge(call(AT.plusSeconds(1), 20, 6, Outcome.COMPLETE));
        assertFalse(
                store.update(key, ended(begun, "a", MessageState.COMPLETE, GOOD), late),
                "a forgotten answer was updated");
        assertEquals(2, entries(desk).size());
        assertEquals(1, store.deleteBefore(desk, AT) + entries(desk).size() - 1);
    }

    @Test
    public final void sumsAreByDayInUtcAndBothEndsCount() {
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
        charged(desk, charge(call(midnight.minusMillis(1), 1, 0, Outcome.COMPLETE)));
        charged(desk, charge(call(midnight, 2, 0, Outcome.COMPLETE)));
        charged(desk, charge(call(midnight.plusMillis(86_400_000 - 1), 4, 0, Outcome.COMPLETE)));
        charged(desk, charge(call(midnight.plusMillis(86_400_000), 8, 0, Outcome.COMPLETE)));

        assertEquals(
                List.of(
                        sum(DAY, Outcome.COMPLETE, 1, 1, 1, 0),
                        sum(DAY.plusDays(1), Outcome.COMPLETE, 2, 2, 6, 0)),
                store.ledger().sums(desk, DAY, DAY.plusDays(1)));
        assertEquals(
                List.of(sum(DAY.plusDays(2), Outcome.COMPLETE, 1, 1, 8, 0)),
                store.ledger().sums(desk, DAY.plusDays(2), DAY.plusDays(9)));
        assertEquals(List.of(), store.ledger().sums(desk, DAY.plusDays(3), DAY));
    }

    @Test
    @Tag("TEN-14")
    public final void anOrganisationsSumsAreOfItsChatbotsAloneAndThoseOfAllAreApart() {
        charged(desk, charge(call(AT, 1, 0, Outcome.COMPLETE)));
        charged(neighbour(), charge(call(AT, 2, 0, Outcome.COMPLETE)));
        charged(stranger(), charge(call(AT, 4, 0, Outcome.COMPLETE)));

        assertEquals(
                List.of(sum(DAY, Outcome.COMPLETE, 1, 1, 1, 0)),
                store.ledger().sums(desk, DAY, DAY));
        assertEquals(
                List.of(sum(DAY, Outcome.COMPLETE, 2, 2, 3, 0)),
                store.ledger().sums(desk.org(), DAY, DAY));
        SortedMap<String, List<Sum>> all = store.ledger().sums(DAY, DAY);
        assertEquals(List.of(sum(DAY, Outcome.COMPLETE, 2, 2, 3, 0)), all.get(desk.org()));
        assertEquals(List.of(sum(DAY, Outcome.COMPLETE, 1, 1, 4, 0)), all.get(stranger().org()));
        assertEquals(1, entries(neighbour()).size());
        assertEquals(List.of(), entries(new ChatbotKey(desk.org(), "no-such-chatbot")));
    }

    @Test
    public final void manyRowsComeInTheirOrderAndOnceEach() {
        List<ModelCall> calls = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            calls.add(call(AT.plusMillis(i / 3), i, 0, Outcome.COMPLETE));
        }
        charged(desk, new Charge(calls, List.of()));
        charged(neighbour(), charge(call(AT, 5, 5, Outcome.COMPLETE)));

        assertEquals(calls, entries(desk).stream().map(Entry::call).toList());
        List<Entry> some = new ArrayList<>();
        store.ledger().entries(desk, AT.plusMillis(1), AT.plusMillis(3), some::add);
        assertEquals(calls.subList(3, 9), some.stream().map(Entry::call).toList());
    }

    @Test
    @Tag("COST-15")
    public final void theLargestNumbersAddUp() {
        int most = Integer.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            charged(desk, charge(call(AT.plusSeconds(i), most, most, Outcome.COMPLETE)));
        }

        Sum sum = store.ledger().sums(desk, DAY, DAY).getFirst();
        assertEquals(3L * most, sum.promptTokens());
        assertEquals(3L * most, sum.completionTokens());
    }
}
