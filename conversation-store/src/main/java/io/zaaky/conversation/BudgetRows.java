package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Reservation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The tables of budgets. */
final class BudgetRows {

    /**
     * One day of a chatbot's budget, or of an organisation's budget if {@code chatbot} is empty.
     */
    record Account(LocalDate day, String org, String chatbot) {

        boolean isOrganisations() {
            return chatbot.isEmpty();
        }
    }

    /**
     * Reserves tokens in an account. Returns false if the account does not exist yet or the tokens
     * do not fit.
     */
    boolean hold(DbTransaction transaction, Account account, long tokens, long limit) {
        return transaction.update(
                        """
                        UPDATE budget_days SET reserved = reserved + ?
                        WHERE org = ? AND chatbot = ? AND day = ? AND ? <= ? - spent - reserved
                        """,
                        tokens,
                        account.org(),
                        account.chatbot(),
                        account.day().toEpochDay(),
                        tokens,
                        limit)
                == 1;
    }

    /**
     * Creates an account with the tokens that the ledger holds for its day. Returns false if the
     * account exists.
     */
    boolean open(DbTransaction transaction, Account account) {
        return transaction.insert(
                        """
                        INSERT INTO budget_days (org, chatbot, day, spent, reserved)
                        SELECT ?, ?, ?, COALESCE(SUM(
                            CAST(prompt_tokens AS BIGINT) + completion_tokens), 0), 0
                        FROM ledger
                        WHERE org = ? AND called_at >= ? AND called_at < ? AND free = 0
                            AND (chatbot = ? OR ? = '')
                        ON CONFLICT (org, chatbot, day) DO NOTHING
                        """,
                        account.org(),
                        account.chatbot(),
                        account.day().toEpochDay(),
                        account.org(),
                        Days.start(account.day()),
                        Days.end(account.day()),
                        account.chatbot(),
                        account.chatbot())
                == 1;
    }

    /** Adds to the spent tokens and subtracts from the reserved ones. */
    void move(DbTransaction transaction, Account account, long spent, long released) {
        var _ =
                transaction.update(
                        """
                        UPDATE budget_days SET spent = spent + ?, reserved = reserved - ?
                        WHERE org = ? AND chatbot = ? AND day = ?
                        """,
                        spent,
                        released,
                        account.org(),
                        account.chatbot(),
                        account.day().toEpochDay());
    }

    void insert(
            DbTransaction transaction, Reservation reservation, String owner, Instant leaseUntil) {
        var _ =
                transaction.insert(
                        """
                        INSERT INTO budget_reservations (org, id, chatbot, reserved_at, tokens,
                            of_chatbot, of_organisation, owner, lease_until)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        reservation.chatbot().org(),
                        reservation.id(),
                        reservation.chatbot().chatbot(),
                        reservation.at().toEpochMilli(),
                        reservation.tokens(),
                        reservation.ofChatbot() ? 1 : 0,
                        reservation.ofOrganisation() ? 1 : 0,
                        owner,
                        leaseUntil.toEpochMilli());
    }

    /** Returns false if the reservation has already ended. */
    boolean delete(DbTransaction transaction, Reservation reservation) {
        return transaction.delete(
                        """
                        DELETE FROM budget_reservations WHERE org = ? AND chatbot = ? AND id = ?
                        """,
                        reservation.chatbot().org(),
                        reservation.chatbot().chatbot(),
                        reservation.id())
                == 1;
    }

    boolean hasExpired(DbTransaction transaction, String org, Instant now) {
        return transaction
                .query(
                        """
                        SELECT id FROM budget_reservations WHERE org = ? AND lease_until < ? LIMIT 1
                        """,
                        org,
                        now.toEpochMilli())
                .findFirst()
                .isPresent();
    }

    /** Deletes an organisation's reservations whose leases have expired. */
    List<Reservation> deleteExpired(DbTransaction transaction, String org, Instant now) {
        return transaction
                .query(
                        """
                        DELETE FROM budget_reservations WHERE org = ? AND lease_until < ?
                        RETURNING id, chatbot, reserved_at, tokens, of_chatbot, of_organisation
                        """,
                        org,
                        now.toEpochMilli())
                .map(row -> reservation(row, org))
                .toList();
    }

    /** Deletes a chatbot's reservations except those of one owner. */
    List<Reservation> deleteOthers(DbTransaction transaction, ChatbotKey chatbot, String owner) {
        return transaction
                .query(
                        """
                        DELETE FROM budget_reservations
                        WHERE org = ? AND chatbot = ? AND owner <> ?
                        RETURNING id, chatbot, reserved_at, tokens, of_chatbot, of_organisation
                        """,
                        chatbot.org(),
                        chatbot.chatbot(),
                        owner)
                .map(row -> reservation(row, chatbot.org()))
                .toList();
    }

    /** Extends the leases of an owner's reservations within an organisation. */
    long renew(DbTransaction transaction, String org, String owner, Instant since, Instant until) {
        return transaction.update(
                """
                UPDATE budget_reservations SET lease_until = ?
                WHERE org = ? AND owner = ? AND reserved_at > ?
                """,
                until.toEpochMilli(),
                org,
                owner,
                since.toEpochMilli());
    }

    Budgets.Day day(DbTransaction transaction, Account account, Instant now) {
        DbRow row =
                transaction
                        .query(
                                """
                                SELECT COALESCE(
                                    (SELECT spent FROM budget_days
                                        WHERE org = ? AND chatbot = ? AND day = ?),
                                    (SELECT SUM(CAST(prompt_tokens AS BIGINT) + completion_tokens)
                                        FROM ledger
                                        WHERE org = ? AND called_at >= ? AND called_at < ?
                                            AND free = 0 AND (chatbot = ? OR ? = '')),
                                    0) AS spent,
                                    (SELECT COALESCE(SUM(tokens), 0) FROM budget_reservations
                                        WHERE org = ? AND lease_until >= ?
                                            AND reserved_at >= ? AND reserved_at < ?
                                            AND ((? = '' AND of_organisation = 1)
                                                OR (chatbot = ? AND of_chatbot = 1))) AS reserved
                                """,
                                account.org(),
                                account.chatbot(),
                                account.day().toEpochDay(),
                                account.org(),
                                Days.start(account.day()),
                                Days.end(account.day()),
                                account.chatbot(),
                                account.chatbot(),
                                account.org(),
                                now.toEpochMilli(),
                                Days.start(account.day()),
                                Days.end(account.day()),
                                account.chatbot(),
                                account.chatbot())
                        .toList()
                        .getFirst();
        return new Budgets.Day(Rows.number(row, "spent"), Rows.number(row, "reserved"));
    }

    private static Reservation reservation(DbRow row, String org) {
        return new Reservation(
                Rows.text(row, "id"),
                new ChatbotKey(org, Rows.text(row, "chatbot")),
                Rows.time(row, "reserved_at"),
                Rows.number(row, "tokens"),
                Rows.flag(row, "of_chatbot"),
                Rows.flag(row, "of_organisation"));
    }
}
