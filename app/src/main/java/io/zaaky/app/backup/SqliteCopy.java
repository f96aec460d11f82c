package io.zaaky.app.backup;

import io.zaaky.app.sqlite.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies SQLite databases that are in use, by means of SQLite itself, and examines the copies. */
final class SqliteCopy {
    private static final long WAIT_MILLIS = 10_000; // for a lock
    private static final String TABLES =
            """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name
            """;

    /** The version and the row counts of a database. */
    record Content(String schema, SortedMap<String, Long> rows) {}

    private SqliteCopy() {}

    /** Copies the state of one moment; writers continue in the meantime. */
    static void make(Path file, Path copy) {
        try (Connection connection = open(file)) {
            Sql.update(connection, "VACUUM INTO ?", copy.toString());
        } catch (SQLException e) {
            throw new BackupProblem(file + " could not be copied: " + e.getMessage(), e);
        }
    }

    /**
     * Examines a copy that nobody uses.
     *
     * @throws BackupProblem if it is damaged
     */
    static Content look(Path copy, String name) {
        try (Connection connection = open(copy)) {
            List<String> found =
                    Sql.all(connection, "PRAGMA quick_check(1)", row -> row.getString(1));
            if (!found.equals(List.of("ok"))) {
                throw new BackupProblem(name + " is damaged: " + String.join("; ", found));
            }
            return content(connection);
        } catch (SQLException e) {
            throw new BackupProblem(name + " is damaged: " + e.getMessage(), e);
        }
    }

    /** The tables of a database in use, without a check for damage; empty if there is no file. */
    static Content glance(Path file) {
        if (!Files.exists(file)) {
            return new Content("", new TreeMap<>());
        }
        try (Connection connection = open(file)) {
            return content(connection);
        } catch (SQLException e) {
            throw new BackupProblem(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Content content(Connection connection) throws SQLException {
        var rows = new TreeMap<String, Long>();
        for (String table : Sql.all(connection, TABLES, row -> row.getString(1))) {
            String quoted = "\"" + table.replace("\"", "\"\"") + "\"";
            rows.put(table, Sql.number(connection, "SELECT count(*) FROM " + quoted));
        }
        String version = String.valueOf(Sql.number(connection, "PRAGMA user_version"));
        String schema =
                rows.containsKey(PostgresTables.VERSIONS)
                        ? Sql.first(connection, PostgresTables.NEWEST, row -> row.getString(1))
                                .orElse("")
                        : version;
        return new Content(schema, rows);
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            Sql.number(connection, "PRAGMA busy_timeout = " + WAIT_MILLIS);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }
}
