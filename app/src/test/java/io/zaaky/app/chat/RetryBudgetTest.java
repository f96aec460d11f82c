package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget(ProviderLimits.STANDARD);

    @Test
    void theFirstCallMayBeMadeAgainAndTheSecondNot() {
        budget.earn();
        assertTrue(budget.spend());
        budget.earn();
        assertFalse(budget.spend());
    }

    @Test
    @Tag("RES-03")
    void ofAThousandCallsATenthMayBeMadeAgain() {
        int again = 0;
        for (int call = 0; call < 1000; call++) {
            budget.earn();
            again += budget.spend() ? 1 : 0;
        }
        assertEquals(100, again);
    }

    @Test
    void atMostTenAreSavedUp() {
        for (int call = 0; call < 1000; call++) {
            budget.earn();
        }
        int again = 0;
        while (budget.spend()) {
            again++;
        }
        assertEquals(10, again);
    }
}
