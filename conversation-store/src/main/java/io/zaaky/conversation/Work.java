package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;

/**
 * What is done within one transaction. It may be run again after a rollback, so it changes nothing
 * but the database. Work that writes begins with a statement that writes: SQLite refuses to turn a
 * transaction that has read into one that writes when somebody else wrote in between.
 */
interface Work<T> {
    T in(DbTransaction transaction);
}
