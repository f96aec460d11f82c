package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Budgets.Day;
import io.zaaky.spi.Budgets.Request;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much may still be spent. */
abstract class ConversationBudgetTests extends ConversationLedgerTests {
    private static final OptionalLong NONE_SET = OptionalLong.empty();

    private static Request request(
            ChatbotKey chatbot, Instant at, long tokens, OptionalLong its, OptionalLong orgs) {
        return new Request(chatbot, at, tokens, its, orgs);
    }

    private Optional<Reservation> reserve(long tokens, long limit) {
        return store.budgets().reserve(request(desk, AT, tokens, OptionalLong.of(limit), NONE_SET));
    }

    private Day day() {
        return store.budgets().day(desk, DAY);
    }

    private void settle(Reservation reservation, int prompt, int completion) {
        answer(
                key(),
                AT,
                "q",
                MessageState.COMPLETE,
                GOOD,
                charge(call(reservation, prompt, completion)));
    }

    @Test
    public final void whatIsReservedBecomesWhatWasSpent() {
        Reservation reservation = reserve(60, 100).orElseThrow();
        assertEquals(new Day(0, 60), day());
        assertEquals(Optional.empty(), reserve(41, 100), "more than is left");

        settle(reservation, 20, 5);
        assertEquals(new Day(25, 0), day());
        assertTrue(reserve(75, 100).isPresent());
        assertEquals(Optional.empty(), reserve(1, 100));
        assertTrue(reserve(0, 100).isPresent(), "nothing always fits");
    }

    @Test
    public final void whatWasNotUsedIsFreeAgainAndOnlyOnce() {
        Reservation first = reserve(60, 100).orElseThrow();
        Reservation second = reserve(40, 100).orElseThrow();

        store.budgets().release(first);
        store.budgets().release(first);
        assertEquals(new Day(0, 40), day());
        store.update(key(), user("gone"), new Charge(List.of(), List.of(second)));
        assertEquals(new Day(0, 0), day());
    }

    @Test
    public final void anAnswerThatIsSavedTwiceIsSpentOnceAndOneThatIsGoneToo() {
        ConversationKey key = key();
        Reservation reservation = reserve(60, 100).orElseThrow();
        Charge charge = charge(call(reservation, 20, 5));
        StoredMessage answer = answer(key, AT, "q", MessageState.COMPLETE, GOOD, charge);
        store.update(key, answer, charge);
        assertEquals(new Day(25, 0), day());

        Reservation next = reserve(60, 100).orElseThrow();
        assertFalse(store.update(key(), user("gone"), charge(call(next, 10, 0))));
        assertEquals(new Day(35, 0), day());
    }

    @Test
    public final void bothBudgetsAreHeldOrNeither() {
        Request fits = request(desk, AT, 10, OptionalLong.of(50), OptionalLong.of(15));
        Reservation both = store.budgets().reserve(fits).orElseThrow();
        assertEquals(new Day(0, 10), day());
        assertEquals(new Day(0, 10), store.budgets().day(desk.org(), DAY));

        assertEquals(Optional.empty(), store.budgets().reserve(fits), "the organisation's is full");
        assertEquals(new Day(0, 10), day(), "held against the chatbot's alone");
        Request neighbours = request(neighbour(), AT, 5, NONE_SET, OptionalLong.of(15));
        assertTrue(store.budgets().reserve(neighbours).isPresent());
        assertEquals(new Day(0, 15), store.budgets().day(desk.org(), DAY));
        assertEquals(new Day(0, 0), store.budgets().day(neighbour(), DAY));
        assertEquals(Optional.empty(), store.budgets().reserve(neighbours));

        settle(both, 7, 1);
        assertEquals(new Day(8, 0), day());
        assertEquals(new Day(8, 5), store.budgets().day(desk.org(), DAY));
        assertEquals(new Day(0, 0), store.budgets().day(stranger().org(), DAY));
    }

    @Test
    public final void aBudgetIsByDayAndACallIsChargedToTheDayOfItsReservation() {
        Instant beforeMidnight = Instant.parse("2026-11-23T23:59:59.999Z");
        OptionalLong limit = OptionalLong.of(100);
        Reservation reservation =
                store.budgets()
                        .reserve(request(desk, beforeMidnight, 80, limit, limit))
                        .orElseThrow();
        Request after = request(desk, beforeMidnight.plusMillis(1), 80, limit, limit);
        assertTrue(store.budgets().reserve(after).isPresent(), "a new day begins with nothing");

        settle(reservation, 50, 1);
        assertEquals(new Day(51, 0), day());
        assertEquals(new Day(0, 80), store.budgets().day(desk, DAY.plusDays(1)));
        assertEquals(
                51,
                store.ledger().sums(desk, DAY, DAY).stream()
                        .mapToLong(sum -> sum.promptTokens() + sum.completionTokens())
                        .sum());
    }

    @Test
    public final void whatWasSpentBeforeADayHadABudgetCounts() {
        Charge charge = charge(call(AT, 90, 5, Outcome.COMPLETE));
        answer(key(), AT, "q", MessageState.COMPLETE, GOOD, charge);
        assertEquals(new Day(95, 0), day(), "without any budget, what the ledger has");

        assertEquals(Optional.empty(), reserve(6, 100));
        assertTrue(reserve(5, 100).isPresent());
        assertEquals(new Day(95, 5), day());
        Request ofAll = request(neighbour(), AT, 6, NONE_SET, OptionalLong.of(100));
        assertEquals(Optional.empty(), store.budgets().reserve(ofAll));
    }

    @Test
    public final void whatCostsNothingIsNotSpent() {
        ModelCall paid = call(AT, 10, 2, Outcome.COMPLETE);
        var free =
                new ModelCall(
                        AT,
                        "extractive",
                        "extractive",
                        new Usage(0, 50, false),
                        Outcome.COMPLETE,
                        ModelCall.Kind.ANSWER,
                        true,
                        Optional.empty());
        answer(key(), AT, "q", MessageState.COMPLETE, GOOD, charge(paid, free));

        assertEquals(new Day(12, 0), day(), "before the first reservation");
        assertTrue(reserve(88, 100).isPresent());
        assertEquals(new Day(12, 88), day());
        List<Ledger.Entry> entries = new ArrayList<>();
        store.ledger().entries(desk, AT, AT.plusSeconds(1), entries::add);
        assertEquals(
                List.of(false, true), entries.stream().map(each -> each.call().isFree()).toList());
    }

    @Test
    @Tag("COST-04")
    public final void ofTwoHundredThatComeTogetherTenGetOneOfTen() {
        try (ConversationStore other = open(desk)) {
            OptionalLong limit = OptionalLong.of(1009);
            Queue<Reservation> got = new ConcurrentLinkedQueue<>();
            together(
                    200,
                    i -> {
                        ChatbotKey chatbot = i % 3 == 0 ? neighbour() : desk;
                        ConversationStore its = i % 2 == 0 ? store : other;
                        its.budgets()
                                .reserve(request(chatbot, AT, 100, limit, limit))
                                .ifPresent(got::add);
                    });
            assertEquals(10, got.size());
            assertEquals(new Day(0, 1000), store.budgets().day(desk.org(), DAY));

            together(
                    10,
                    i -> {
                        Reservation mine = got.remove();
                        var key = new ConversationKey(mine.chatbot(), random());
                        other.append(key, List.of(at(AT, "q")), 0);
                        other.update(key, user("not there"), charge(call(mine, 30 + i, 1)));
                    });
            assertEquals(new Day(355, 0), store.budgets().day(desk.org(), DAY));
        }
    }

    @Test
    @Tag("COST-06")
    public final void theFirstOnesOfANewChatbotAreHeldBackToo() {
        var got = new AtomicInteger();
        together(8, i -> reserve(1, 1).ifPresent(_ -> got.incrementAndGet()));

        assertEquals(1, got.get());
    }

    @Test
    @Tag("DUR-13")
    public final void whatADeadProcessHeldIsFreeAgain() {
        ConversationStore dying = open(desk);
        OptionalLong limit = OptionalLong.of(100);
        Request all = request(desk, AT, 100, limit, limit);
        Reservation lost = dying.budgets().reserve(all).orElseThrow();
        dying.close(); // without ending it, as if it had been killed
        assertEquals(Optional.empty(), store.budgets().reserve(all), "it may still be alive");

        letLeasesRunOut();
        assertEquals(new Day(0, 0), day(), "counted though its process is dead");
        assertTrue(store.budgets().reserve(all).isPresent());
        assertEquals(new Day(0, 100), day());
        assertEquals(new Day(0, 100), store.budgets().day(desk.org(), DAY));

        settle(lost, 7, 0); // it was not dead after all
        assertEquals(new Day(7, 100), day());
    }

    @Test
    @Tag("COST-15")
    public final void theLargestNumbersNeitherOverflowNorFall() {
        long most = Long.MAX_VALUE;
        assertEquals(Optional.empty(), reserve(most, 100));
        Reservation first = reserve(100, most).orElseThrow();
        settle(first, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals(new Day(2L * Integer.MAX_VALUE, 0), day());
        assertEquals(Optional.empty(), reserve(most, most));
        assertTrue(reserve(1, most).isPresent());
        assertThrows(IllegalArgumentException.class, () -> reserve(-1, 100));
        assertThrows(
                IllegalArgumentException.class, () -> request(desk, AT, 1, NONE_SET, NONE_SET));
    }

    @Test
    @Tag("TEN-14")
    public final void anothersBudgetIsOutOfReach() {
        Reservation mine = reserve(60, 100).orElseThrow();
        for (ChatbotKey foreign : List.of(neighbour(), stranger())) {
            var forged = new Reservation(mine.id(), foreign, mine.at(), mine.tokens(), true, true);
            store.budgets().release(forged);
            assertEquals(new Day(0, 0), store.budgets().day(foreign, DAY));
        }
        assertEquals(new Day(0, 60), day());
    }
}
