package io.zaaky.app.backup;

import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.app.sqlite.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One transaction with a PostgreSQL database. Row-level security shows the rows of one organisation
 * at a time, unless the role bypasses it.
 */
final class PostgresSession implements AutoCloseable {
    private static final String SILENCE_SECONDS = "600"; // one statement may take this long

    private final String name;
    private final Connection connection;
    private final boolean seesAll;

    private PostgresSession(String name, Connection connection) throws SQLException {
        this.name = name;
        this.connection = connection;
        this.seesAll =
                Sql.first(
                                connection,
                                """
                                SELECT rolsuper OR rolbypassrls FROM pg_roles
                                WHERE rolname = current_user
                                """,
                                row -> row.getBoolean(1))
                        .orElse(false);
    }

    /** Opens a session that sees one state of all tables and changes nothing. */
    static PostgresSession reading(DataSourceSettings source) {
        return open(source, true);
    }

    static PostgresSession writing(DataSourceSettings source) {
        return open(source, false);
    }

    private static PostgresSession open(DataSourceSettings source, boolean readOnly) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "zaaky backup");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", SILENCE_SECONDS);
        if (!source.username().isEmpty()) {
            properties.setProperty("user", source.username());
        }
        if (source.password().isPresent()) {
            properties.setProperty("password", source.password().value());
        }
        try {
            Connection connection =
                    DriverManager.getConnection(source.url().orElseThrow(), properties);
            try {
                connection.setReadOnly(readOnly);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                return new PostgresSession(source.name(), connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new BackupProblem(
                    "the data source '" + source.name() + "' cannot be used: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    Connection connection() {
        return connection;
    }

    /** Whether the role bypasses row-level security. */
    boolean seesAll() {
        return seesAll;
    }

    boolean has(String table) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)",
                        table)
                > 0;
    }

    /** The version of the tables; empty if there are none. */
    Optional<String> schema() throws SQLException {
        return has(PostgresTables.VERSIONS)
                ? Sql.first(connection, PostgresTables.NEWEST, row -> row.getString(1))
                : Optional.empty();
    }

    /** Shows the rows of that organisation from here on. */
    void become(String org) throws SQLException {
        var _ =
                Sql.all(
                        connection,
                        "SELECT set_config('zaaky.org', ?, true)",
                        row -> row.getString(1),
                        org);
    }

    /**
     * The organisations that may have rows: the known ones, those in the ledger, which may be
     * summed up over all organisations, and, for a role that sees everything, those in every table.
     */
    SortedSet<String> organisations(Collection<String> known) throws SQLException {
        SortedSet<String> all = new TreeSet<>(known);
        become("");
        set("sums of all");
        all.addAll(names("ledger"));
        set("");
        if (seesAll) {
            for (String table : PostgresTables.KEPT) {
                all.addAll(names(table));
            }
        }
        return all;
    }

    private void set(String reads) throws SQLException {
        var _ =
                Sql.all(
                        connection,
                        "SELECT set_config('zaaky.reads', ?, true)",
                        row -> row.getString(1),
                        reads);
    }

    private List<String> names(String table) throws SQLException {
        return Sql.all(connection, "SELECT DISTINCT org FROM " + table, row -> row.getString(1));
    }

    /** Counts the rows of the organisation that the session has become. */
    long count(String table, String org) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM " + table + " WHERE org = ?", org);
    }

    /**
     * The total number of rows of a table: exact for a role that sees everything; otherwise from
     * the server's statistics, which may lag behind a little.
     */
    long all(String table) throws SQLException {
        return seesAll
                ? Sql.number(connection, "SELECT count(*) FROM " + table)
                : Sql.number(
                        connection,
                        "SELECT n_live_tup FROM pg_stat_user_tables WHERE relid = to_regclass(?)",
                        table);
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            // It ends in either case.
        }
    }
}
