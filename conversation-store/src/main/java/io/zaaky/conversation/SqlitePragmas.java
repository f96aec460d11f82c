package io.zaaky.conversation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The settings that SQLite needs for each connection, and the one that it stores in the file. */
final class SqlitePragmas {

    /** How long a statement waits while another process writes. */
    static final Duration BUSY = Duration.ofSeconds(5);

    /**
     * With this many pages (of 4 KiB) in the write-ahead log, a commit copies them itself: 32 MiB,
     * far more than {@link Checkpoints} leaves there.
     */
    static final int MOST_PAGES = 8000;

    private SqlitePragmas() {}

    /**
     * Makes commits durable even on power loss, and deletes messages with their conversation. Must
     * be called outside transactions.
     */
    static void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY.toMillis());
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA wal_autocheckpoint = " + MOST_PAGES);
        }
    }

    /**
     * Lets readers work while the writer writes; the setting is stored in the file. An in-memory
     * database has its own kind of journal and needs none.
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
