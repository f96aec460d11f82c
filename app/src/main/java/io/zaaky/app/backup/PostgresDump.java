package io.zaaky.app.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.config.DataSourceSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;

/** Writes the rows of a PostgreSQL database as of one moment. */
final class PostgresDump {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();
    private static final int ROWS_AT_ONCE = 500; // rows that the driver holds in memory

    /** Receives the entries. */
    interface Entries {
        Part write(String entry, Part.Kind kind, Content content) throws IOException;
    }

    /** The content of an entry. */
    interface Content {
        /** Returns the version of the tables, and the number of rows of each. */
        SqliteCopy.Content to(OutputStream out) throws IOException;
    }

    private final DataSourceSettings source;
    private final Collection<String> organisations;

    /**
     * @param organisations those that are known; there may be more
     */
    PostgresDump(DataSourceSettings source, Collection<String> organisations) {
        this.source = source;
        this.organisations = organisations;
    }

    /**
     * Writes an entry for each table.
     *
     * @return empty if none of Zaaky's tables that must be kept exist
     */
    List<Part> run(Entries entries) throws IOException {
        try (PostgresSession session = PostgresSession.reading(source)) {
            var schema = session.schema();
            if (schema.isEmpty()) {
                return List.of();
            }
            for (String table : PostgresTables.KEPT) {
                if (!session.has(table)) {
                    throw new BackupProblem(
                            "the data source '"
                                    + source.name()
                                    + "' has no table '"
                                    + table
                                    + "', so its tables are of an older version: start this"
                                    + " version of the server once");
                }
            }
            SortedSet<String> orgs = session.organisations(organisations);
            List<Part> parts = new ArrayList<>();
            for (String table : PostgresTables.KEPT) {
                String entry = Store.SOURCES + source.name() + "/" + table + ".jsonl";
                parts.add(
                        entries.write(
                                entry,
                                Part.Kind.ROWS,
                                out -> table(session, schema.get(), table, orgs, out)));
            }
            return parts;
        } catch (SQLException e) {
            throw new BackupProblem(
                    "the data source '" + source.name() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private SqliteCopy.Content table(
            PostgresSession session,
            String schema,
            String table,
            SortedSet<String> orgs,
            OutputStream out)
            throws IOException {
        long rows = 0;
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            for (String org : orgs) {
                session.become(org);
                long written = rows(session, table, org, json);
                long counted = session.count(table, org);
                if (written != counted) {
                    throw new BackupProblem(
                            "the table '"
                                    + table
                                    + "' has "
                                    + counted
                                    + " rows of '"
                                    + org
                                    + "', but "
                                    + written
                                    + " were read");
                }
                rows += written;
            }
            compare(session, table, rows);
        } catch (SQLException e) {
            throw new BackupProblem(
                    "the table '"
                            + table
                            + "' of the data source '"
                            + source.name()
                            + "' cannot be read: "
                            + e.getMessage(),
                    e);
        }
        var counts = new TreeMap<String, Long>();
        counts.put(table, rows);
        return new SqliteCopy.Content(schema, counts);
    }

    /**
     * Compares the rows that were read with those that exist: a role that does not see all rows
     * must not make a backup that looks complete.
     */
    private void compare(PostgresSession session, String table, long rows) throws SQLException {
        long all = session.all(table);
        boolean wrong = session.seesAll() ? all != rows : all > slack(rows);
        if (wrong) {
            throw new BackupProblem(
                    "the table '"
                            + table
                            + "' of the data source '"
                            + source.name()
                            + "' has some "
                            + all
                            + " rows, but only "
                            + rows
                            + " are of organisations that are known: give the data source's"
                            + " username a role with BYPASSRLS for the backup, or configure the"
                            + " organisations that are missing (docs/operations.md, backup)");
        }
    }

    /** Allows for the inaccuracy of the server's statistics. */
    private static long slack(long rows) {
        return rows + rows / 5 + 20;
    }

    private static long rows(PostgresSession session, String table, String org, JsonGenerator json)
            throws SQLException, IOException {
        long count = 0;
        try (PreparedStatement statement =
                session.connection()
                        .prepareStatement("SELECT * FROM " + table + " WHERE org = ?")) {
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setString(1, org);
            try (ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    row(rows, columns, json);
                    count++;
                }
            }
        }
        return count;
    }

    private static void row(ResultSet rows, ResultSetMetaData columns, JsonGenerator json)
            throws SQLException, IOException {
        json.writeStartObject();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            json.writeFieldName(columns.getColumnName(i));
            switch (rows.getObject(i)) {
                case null -> json.writeNull();
                case String text -> json.writeString(text);
                case Integer number -> json.writeNumber(number);
                case Long number -> json.writeNumber(number);
                case Boolean flag -> json.writeBoolean(flag);
                case Object other ->
                        throw new IllegalStateException(
                                columns.getColumnName(i) + " is a " + other.getClass());
            }
        }
        json.writeEndObject();
    }
}
