package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;

/**
 * Work within one transaction. It may run again after a rollback, so it must change nothing but the
 * database. Work that writes must begin with a writing statement: SQLite refuses to upgrade a
 * reading transaction to a writing one if another transaction has written in between.
 */
interface Work<T> {
    T in(DbTransaction transaction);
}
