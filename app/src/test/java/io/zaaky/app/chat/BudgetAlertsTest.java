package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.chat.BudgetAlerts.Account;
import io.zaaky.app.knowledge.LogLines;
import io.zaaky.spi.Budgets.Day;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When operators are warned that a budget comes to its end. */
class BudgetAlertsTest {
    private static final long LIMIT = 500;
    private static final LocalDate TODAY = LocalDate.parse("2026-11-30");
    private static final Account BOT = new Account("acme", "bot");
    private static final Account ALL = new Account("acme", "");

    private final BudgetAlerts alerts = new BudgetAlerts();
    private final LogLines log = new LogLines(BudgetAlerts.class);

    @AfterEach
    void stop() {
        log.close();
    }

    private void spent(Account account, LocalDate day, long tokens) {
        alerts.look(account, LIMIT, 80, day, new Day(tokens, 0));
    }

    private List<String> warnings() {
        return log.warnings();
    }

    @Test
    void theShareIsToldOnceADayAndTheEndOnceMore() {
        spent(BOT, TODAY, 399);
        assertEquals(List.of(), warnings());
        spent(BOT, TODAY, 400);
        spent(BOT, TODAY, 499);
        assertEquals(1, warnings().size(), warnings()::toString);
        assertEquals("acme/bot: 400 of today's budget of 500 tokens are spent", warnings().get(0));
        spent(BOT, TODAY, 500);
        spent(BOT, TODAY, 500);
        assertEquals(2, warnings().size(), warnings()::toString);
        assertEquals("acme/bot: today's budget of 500 tokens is spent", warnings().get(1));
        spent(BOT, TODAY.plusDays(1), 10);
        assertEquals(2, warnings().size(), warnings()::toString);
        spent(BOT, TODAY.plusDays(1), 425);
        spent(BOT, TODAY.plusDays(1), 430);
        assertEquals(3, warnings().size(), warnings()::toString);
    }

    @Test
    void whatIsSpentAtOnceIsToldOnce() {
        spent(BOT, TODAY, 500);
        spent(BOT, TODAY, 500);
        assertEquals(List.of("acme/bot: today's budget of 500 tokens is spent"), warnings());
    }

    @Test
    void aChatbotAndItsOrganisationAreToldApart() {
        spent(BOT, TODAY, 450);
        spent(ALL, TODAY, 450);
        spent(BOT, TODAY, 450);
        assertEquals(
                List.of(
                        "acme/bot: 450 of today's budget of 500 tokens are spent",
                        "acme: 450 of today's budget of 500 tokens are spent"),
                warnings());
    }

    /** What is set aside may come back. */
    @Test
    void whatIsOnlyReservedWarnsNobody() {
        alerts.look(BOT, LIMIT, 80, TODAY, new Day(10, 490));
        assertEquals(List.of(), warnings());
    }
}
