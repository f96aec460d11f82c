package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Budgets.Day;
import io.zaaky.spi.Budgets.Request;
import io.zaaky.spi.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long reservations live. */
@Tag("DUR-13")
class SqliteBudgetsTest extends SqliteTestSupport {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-23");
    private static final OptionalLong LIMIT = OptionalLong.of(100);
    private static final Request ALL = new Request(DESK, NOON, 100, LIMIT, LIMIT);

    private final TestClock clock = new TestClock();

    private JdbcConversationStore store() {
        return register(
                Databases.store(Databases.main(pool(file()), Database.Dialect.SQLITE), clock));
    }

    @Test
    void theNextStartFreesWhatTheProcessBeforeItHeld() {
        assertTrue(store().budgets().reserve(ALL).isPresent());
        JdbcConversationStore next = store();
        assertEquals(new Day(0, 100), next.budgets().day(DESK, DAY));

        assertEquals(0, next.closeRunning(DESK));
        assertEquals(new Day(0, 0), next.budgets().day(DESK, DAY));
        assertTrue(next.budgets().reserve(ALL).isPresent());
        assertEquals(0, next.closeRunning(DESK));
        assertEquals(new Day(0, 100), next.budgets().day(DESK, DAY), "its own is gone");
    }

    @Test
    void whoSaysThatItLivesKeepsWhatItHoldsForAnHourAndNoLonger() {
        JdbcConversationStore living = store();
        JdbcConversationStore other = store();
        assertTrue(living.budgets().reserve(ALL).isPresent());
        Duration step = JdbcBudgets.LEASE.dividedBy(2);
        Duration passed = Duration.ZERO;
        while (passed.compareTo(Leases.LONGEST.minus(step)) < 0) {
            clock.pass(step);
            passed = passed.plus(step);
            ((JdbcBudgets) living.budgets()).renewLeases();
            assertEquals(Optional.empty(), other.budgets().reserve(ALL), passed::toString);
        }
        for (int i = 0; i < 4; i++) {
            clock.pass(step);
            ((JdbcBudgets) living.budgets()).renewLeases();
        }
        assertTrue(other.budgets().reserve(ALL).isPresent(), "held for ever");
    }

    @Test
    void nothingIsWrittenForWhoHasNoBudget() throws Exception {
        store().append(key(), turn(), 0);
        assertEquals(0, count("SELECT count(*) FROM budget_days"));
        assertEquals(0, count("SELECT count(*) FROM budget_reservations"));
    }
}
