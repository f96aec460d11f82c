package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.conversation.BudgetRows.Account;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Reservation;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What changes on accounts of budgets, gathered and then written account by account in one order
 * that everybody keeps, so that no two transactions wait for each other: by day, an organisation's
 * after those of its chatbots, because most wait for it.
 */
final class Movements {
    static final Comparator<Account> ORDER =
            Comparator.comparing(Account::day)
                    .thenComparing(Account::isOrganisations)
                    .thenComparing(Account::org)
                    .thenComparing(Account::chatbot);

    private record Change(long spent, long released) {

        Change plus(Change other) {
            return new Change(spent + other.spent, released + other.released);
        }
    }

    private final SortedMap<Account, Change> changes = new TreeMap<>(ORDER);

    static Account ofChatbot(Reservation reservation) {
        return new Account(
                Days.of(reservation.at()),
                reservation.chatbot().org(),
                reservation.chatbot().chatbot());
    }

    static Account ofOrganisation(Reservation reservation) {
        return new Account(Days.of(reservation.at()), reservation.chatbot().org(), "");
    }

    /** A call is charged to where its tokens were reserved. */
    void spent(ModelCall call) {
        long tokens = (long) call.usage().promptTokens() + call.usage().completionTokens();
        call.reservation().ifPresent(reservation -> add(reservation, new Change(tokens, 0)));
    }

    void released(Reservation reservation) {
        add(reservation, new Change(0, reservation.tokens()));
    }

    private void add(Reservation reservation, Change change) {
        if (reservation.ofChatbot()) {
            changes.merge(ofChatbot(reservation), change, Change::plus);
        }
        if (reservation.ofOrganisation()) {
            changes.merge(ofOrganisation(reservation), change, Change::plus);
        }
    }

    void write(DbTransaction transaction, BudgetRows rows) {
        changes.forEach(
                (account, change) ->
                        rows.move(transaction, account, change.spent(), change.released()));
    }
}
