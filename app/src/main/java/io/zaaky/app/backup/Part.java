package io.zaaky.app.backup;

import java.util.SortedMap;

/**
 * One entry of a backup.
 *
 * @param entry its name
 * @param kind what it contains
 * @param schema the version of its tables; empty if they have none
 * @param rows by table
 * @param bytes before compression
 * @param sha256 of those bytes, in hexadecimal digits
 */
record Part(
        String entry,
        Kind kind,
        String schema,
        SortedMap<String, Long> rows,
        long bytes,
        String sha256) {

    enum Kind {
        /** A complete SQLite database. */
        SQLITE,
        /** A table of a PostgreSQL database: one row per line, as JSON. */
        ROWS
    }

    /** The data source or file that it belongs to, in the form of {@link Store#entry}. */
    String store() {
        return kind == Kind.SQLITE ? entry : entry.substring(0, entry.lastIndexOf('/'));
    }

    /** The table of {@link Kind#ROWS}. */
    String table() {
        return rows.firstKey();
    }

    long count() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
