package io.zaaky.conversation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What SQLite forgets from one connection to the next, and the one thing it keeps. */
final class SqlitePragmas {

    /** How long a statement waits for another process that writes. */
    static final Duration BUSY = Duration.ofSeconds(5);

    /**
     * With so many pages (of 4 KiB) in the write-ahead log a commit copies them itself: 32 MiB, and
     * far more than {@link Checkpoints} leaves there.
     */
    static final int MOST_PAGES = 8000;

    private SqlitePragmas() {}

    /** Durable on power loss too; messages go with their conversation. Outside transactions. */
    static void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY.toMillis());
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA wal_autocheckpoint = " + MOST_PAGES);
        }
    }

    /**
     * Lets readers go on beside the writer; stays in the file. A database in memory has a journal
     * of its own kind and needs none.
     */
    static void writeAheadLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            String found = mode.next() ? mode.getString(1) : "none";
            if (!found.equals("wal") && !found.equals("memory")) {
                throw new SQLException("the journal stays in mode " + found);
            }
        }
    }
}
