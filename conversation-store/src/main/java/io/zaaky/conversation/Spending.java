package io.zaaky.conversation;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Reservation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an answer means for budgets.
 *
 * @param calls that are in the ledger now and were not before
 * @param reservations that have ended
 */
record Spending(List<ModelCall> calls, Set<Reservation> reservations) {

    static Set<Reservation> reservations(Charge charge) {
        Set<Reservation> all = new LinkedHashSet<>(charge.unused());
        charge.calls().forEach(call -> call.reservation().ifPresent(all::add));
        return all;
    }
}
