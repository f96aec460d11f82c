package io.zaaky.conversation;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;

/**
 * Runs work in transactions, on the calling thread. Every statement runs in a transaction, because
 * outside of one DbClient leaves a connection open if it cannot prepare a query.
 */
final class Transactions {

    /**
     * More than the usual size of a pool, because all its connections are dead after a restart of
     * the database server.
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

    /** The setting ends with the transaction, so the pool never passes it to the next user. */
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

    /**
     * Commits everything that {@code work} did, or nothing. Throws DbClient's exceptions
     * untranslated.
     */
    static <T> T once(DbClient client, Work<T> work) {
        DbTransaction transaction = client.transaction();
        T value;
        try {
            value = work.in(transaction);
        } catch (PluginException e) {
            throw e; // no transaction was begun, so nothing to roll back
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

    /** The commit may have succeeded if the connection broke. */
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
            because.addSuppressed(e); // the connection is lost, and the transaction with it
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
