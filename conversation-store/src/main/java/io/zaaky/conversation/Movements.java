package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.conversation.BudgetRows.Account;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Reservation;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects the changes to budget accounts and writes them account by account. All transactions use
 * the same order, so that no two of them deadlock: by day, and an organisation's account after
 * those of its chatbots, because it is the most contended.
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

    /** A call is charged to the accounts in which its tokens were reserved. */
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
