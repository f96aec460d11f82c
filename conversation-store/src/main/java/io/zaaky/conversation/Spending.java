package io.zaaky.conversation;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Reservation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How an answer changes budgets.
 *
 * @param calls the calls that were newly entered in the ledger
 * @param reservations the reservations that have ended
 */
record Spending(List<ModelCall> calls, Set<Reservation> reservations) {

    static Set<Reservation> reservations(Charge charge) {
        Set<Reservation> all = new LinkedHashSet<>(charge.unused());
        charge.calls().forEach(call -> call.reservation().ifPresent(all::add));
        return all;
    }
}
