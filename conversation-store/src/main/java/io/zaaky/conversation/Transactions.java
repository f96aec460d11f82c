package io.zaaky.conversation;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;

/**
 * Runs work in transactions, on the calling thread. Everything goes through one: outside of them
 * DbClient leaves the connection of a query that could not be prepared open.
 */
final class Transactions {

    /**
     * More than a pool usually has connections, as all of them are dead after a restart of the
     * server.
     */
    private static final int TRIES = 12;

    private final DbClient client;
    private final Schema schema;
    private final Failures failures;

    Transactions(DbClient client, Schema schema, Failures failures) {
        this.client = client;
        this.schema = schema;
        this.failures = failures;
    }

    <T> T run(Tenancy tenancy, Work<T> work) {
        schema.ensure(client);
        for (int attempt = 1; ; attempt++) {
            try {
                return once(client, isTold(tenancy) ? told(tenancy, work) : work);
            } catch (PluginException e) {
                throw e; // there was no connection
            } catch (RuntimeException e) {
                if (attempt == TRIES || !failures.isWorthAnotherTry(e)) {
                    throw failures.translate(e);
                }
            }
        }
    }

    private boolean isTold(Tenancy tenancy) {
        return failures.dialect() == Database.Dialect.POSTGRESQL && !tenancy.setting().isEmpty();
    }

    /** The setting ends with the transaction, so the pool never hands it on. */
    private static <T> Work<T> told(Tenancy tenancy, Work<T> work) {
        return transaction -> {
            var _ =
                    transaction
                            .query(
                                    "SELECT set_config(?, ?, true) AS value",
                                    tenancy.setting(),
                                    tenancy.value())
                            .toList();
            return work.in(transaction);
        };
    }

    /** Commits what {@code work} did, or nothing of it. Failures come as DbClient throws them. */
    static <T> T once(DbClient client, Work<T> work) {
        DbTransaction transaction = client.transaction();
        T value;
        try {
            value = work.in(transaction);
        } catch (PluginException e) {
            throw e; // nothing was begun, so there is nothing to roll back
        } catch (RuntimeException | Error e) {
            rollback(transaction, e);
            throw e;
        }
        try {
            transaction.commit();
        } catch (RuntimeException e) {
            throw new CommitFailed(e);
        }
        return value;
    }

    /** The commit may have happened, if it is the connection that broke. */
    @SuppressWarnings("serial") // never serialised
    static final class CommitFailed extends RuntimeException {
        CommitFailed(RuntimeException cause) {
            super("commit failed", cause);
        }
    }

    private static void rollback(DbTransaction transaction, Throwable because) {
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            because.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    /** The data source, for messages. */
    String where() {
        return failures.where();
    }

    PluginException closed(Throwable cause) {
        return new PluginException(
                Reason.UNAVAILABLE, where() + ": the conversation store was closed", cause);
    }
}
