package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.conversation.BudgetRows.Account;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Budgets: the operations on their tables, and their transactions. */
final class JdbcBudgets implements Budgets, AutoCloseable {

    /** A store that has not renewed its leases for this long is considered dead. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private final Lanes lanes;
    private final Identity identity;
    private final Leases leases;
    private final BudgetRows rows = new BudgetRows();

    JdbcBudgets(Lanes lanes, Identity identity) {
        this.lanes = lanes;
        this.identity = identity;
        leases = new Leases(this::renew, identity.clock(), LEASE.dividedBy(3));
    }

    /**
     * The result of an attempt. If the tokens do not fit, it tells whether reservations have
     * expired.
     */
    private enum Attempt {
        GOT,
        DOES_NOT_FIT,
        SOME_HAVE_EXPIRED
    }

    @Override
    public Optional<Reservation> reserve(Request request) {
        var reservation =
                new Reservation(
                        identity.newId(),
                        request.chatbot(),
                        request.at().truncatedTo(ChronoUnit.MILLIS),
                        request.tokens(),
                        request.chatbotLimit().isPresent(),
                        request.organisationLimit().isPresent());
        Attempt attempt = attempt(request, reservation);
        if (attempt == Attempt.SOME_HAVE_EXPIRED) {
            freeExpired(request.chatbot().org());
            attempt = attempt(request, reservation);
        }
        if (attempt != Attempt.GOT) {
            return Optional.empty();
        }
        leases.began(reservation);
        return Optional.of(reservation);
    }

    private Attempt attempt(Request request, Reservation reservation) {
        return lanes.writes()
                .run(Tenancy.of(request.chatbot()), tx -> attempt(tx, request, reservation));
    }

    /** Changes accounts in the order of {@link Movements#ORDER}. */
    private Attempt attempt(DbTransaction transaction, Request request, Reservation reservation) {
        Instant now = identity.clock().instant();
        long tokens = reservation.tokens();
        Account chatbots = Movements.ofChatbot(reservation);
        Account organisations = Movements.ofOrganisation(reservation);
        boolean ofChatbot =
                request.chatbotLimit().isEmpty()
                        || hold(transaction, chatbots, tokens, request.chatbotLimit().getAsLong());
        boolean ofBoth =
                ofChatbot
                        && (request.organisationLimit().isEmpty()
                                || hold(
                                        transaction,
                                        organisations,
                                        tokens,
                                        request.organisationLimit().getAsLong()));
        if (ofBoth) {
            rows.insert(transaction, reservation, identity.owner(), now.plus(LEASE));
            return Attempt.GOT;
        }
        if (ofChatbot && request.chatbotLimit().isPresent()) {
            rows.move(transaction, chatbots, 0, tokens);
        }
        return rows.hasExpired(transaction, request.chatbot().org(), now)
                ? Attempt.SOME_HAVE_EXPIRED
                : Attempt.DOES_NOT_FIT;
    }

    private boolean hold(DbTransaction transaction, Account account, long tokens, long limit) {
        return rows.hold(transaction, account, tokens, limit)
                || (rows.open(transaction, account)
                        && rows.hold(transaction, account, tokens, limit));
    }

    private void freeExpired(String org) {
        var _ =
                lanes.writes()
                        .run(
                                Tenancy.of(org),
                                tx ->
                                        free(
                                                tx,
                                                rows.deleteExpired(
                                                        tx, org, identity.clock().instant())));
    }

    private int free(DbTransaction transaction, List<Reservation> ended) {
        var movements = new Movements();
        ended.forEach(movements::released);
        movements.write(transaction, rows);
        return ended.size();
    }

    @Override
    public void release(Reservation reservation) {
        var charge = new Charge(List.of(), List.of(reservation));
        var nothing = new Spending(List.of(), Spending.reservations(charge));
        try {
            var _ =
                    lanes.writes()
                            .run(Tenancy.of(reservation.chatbot()), tx -> settle(tx, nothing));
        } finally {
            ended(charge); // if the database is unreachable, the lease expires
        }
    }

    /** Runs in the transaction of the answer. Returns how many reservations were still held. */
    int settle(DbTransaction transaction, Spending spending) {
        var movements = new Movements();
        spending.calls().forEach(movements::spent);
        int held = 0;
        for (Reservation reservation : spending.reservations()) {
            if (rows.delete(transaction, reservation)) {
                movements.released(reservation);
                held++;
            }
        }
        movements.write(transaction, rows);
        return held;
    }

    /** Called after that transaction. */
    void ended(Charge charge) {
        Spending.reservations(charge).forEach(leases::ended);
    }

    /**
     * Frees a chatbot's reservations of an earlier process if no other process can be running.
     * Otherwise their leases expire.
     */
    void recover(DbTransaction transaction, ChatbotKey chatbot) {
        if (lanes.dialect() == Database.Dialect.SQLITE) {
            var _ = free(transaction, rows.deleteOthers(transaction, chatbot, identity.owner()));
        }
    }

    private void renew(String org, Instant since) {
        Instant until = identity.clock().instant().plus(LEASE);
        var _ =
                lanes.writes()
                        .run(
                                Tenancy.of(org),
                                tx -> rows.renew(tx, org, identity.owner(), since, until));
    }

    @Override
    public Day day(ChatbotKey chatbot, LocalDate day) {
        return day(new Account(day, chatbot.org(), chatbot.chatbot()));
    }

    @Override
    public Day day(String org, LocalDate day) {
        return day(new Account(day, org, ""));
    }

    private Day day(Account account) {
        Instant now = identity.clock().instant();
        return lanes.reads().run(Tenancy.of(account.org()), tx -> rows.day(tx, account, now));
    }

    /** Renews the leases now, as the store itself does every few seconds. */
    void renewLeases() {
        leases.renewAll();
    }

    /** Reservations that are still held are freed when their leases expire. */
    @Override
    public void close() {
        leases.close();
    }
}
