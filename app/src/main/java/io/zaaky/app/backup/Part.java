package io.zaaky.app.backup;

import java.util.SortedMap;

/**
 * One entry of a backup.
 *
 * @param entry its name
 * @param kind what it holds
 * @param schema the version of its tables; empty if they have none
 * @param rows by table
 * @param bytes before compression
 * @param sha256 of those, in hexadecimal digits
 */
record Part(
        String entry,
        Kind kind,
        String schema,
        SortedMap<String, Long> rows,
        long bytes,
        String sha256) {

    enum Kind {
        /** A SQLite database, whole. */
        SQLITE,
        /** A table of a PostgreSQL database: a row a line, as JSON. */
        ROWS
    }

    /** The data source or file that it belongs to, as {@link Store#entry} has it. */
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
