package io.zaaky.app.chat;

import io.zaaky.spi.Budgets.Day;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns operators in the log when a budget is nearly spent and when it is spent, once a day each.
 * Safe to call from many threads.
 */
public final class BudgetAlerts {
    private static final Logger LOG = System.getLogger(BudgetAlerts.class.getName());

    private final ConcurrentHashMap<Account, Told> told = new ConcurrentHashMap<>();

    /**
     * The owner of a budget.
     *
     * @param chatbot empty for the organisation's own
     */
    public record Account(String org, String chatbot) {
        @Override
        public String toString() {
            return chatbot.isEmpty() ? org : org + "/" + chatbot;
        }
    }

    private record Told(LocalDate day, boolean spent) {}

    /**
     * @param alertAt as a percentage of the limit
     */
    void look(Account account, long limit, int alertAt, LocalDate today, Day day) {
        boolean spent = day.spent() >= limit;
        boolean near = day.spent() >= Math.ceilDiv(limit * alertAt, 100);
        if (!near) {
            return;
        }
        var now = new Told(today, spent);
        Told before = told.put(account, now);
        if (before != null && before.day().equals(today) && (before.spent() || !spent)) {
            return;
        }
        LOG.log(
                Level.WARNING,
                spent
                        ? "{0}: today''s budget of {2} tokens is spent"
                        : "{0}: {1} of today''s budget of {2} tokens are spent",
                account,
                day.spent(),
                limit);
    }
}
