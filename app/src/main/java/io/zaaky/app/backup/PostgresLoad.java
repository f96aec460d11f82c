package io.zaaky.app.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.config.DataSourceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Inserts rows into a PostgreSQL database, in a transaction that the caller commits. */
final class PostgresLoad implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS_AT_ONCE = 500;
    private static final Pattern COLUMN = Pattern.compile("[a-z_][a-z0-9_]*");

    private final PostgresSession session;

    PostgresLoad(DataSourceSettings source) {
        session = PostgresSession.writing(source);
    }

    /**
     * Refuses a database that is in use.
     *
     * @param organisations those that are known; there may be more
     */
    static void checkEmpty(DataSourceSettings source, Collection<String> organisations) {
        try (PostgresSession session = PostgresSession.reading(source)) {
            if (session.schema().isEmpty()) {
                return;
            }
            List<String> there = new ArrayList<>();
            for (String table : PostgresTables.KEPT) {
                if (session.has(table)) {
                    there.add(table);
                }
            }
            if (!there.containsAll(PostgresTables.KEPT)) {
                throw new BackupProblem(
                        "the data source '" + source.name() + "' has tables of an older version");
            }
            for (String org : session.organisations(organisations)) {
                session.become(org);
                for (String table : there) {
                    refuse(source, table, session.count(table, org));
                }
            }
            for (String table : there) {
                refuse(source, table, session.all(table));
            }
        } catch (SQLException e) {
            throw new BackupProblem(
                    "the data source '" + source.name() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static void refuse(DataSourceSettings source, String table, long rows) {
        if (rows > 0) {
            throw new BackupProblem(
                    "the data source '"
                            + source.name()
                            + "' is not empty: its table '"
                            + table
                            + "' has rows; restore into a new database");
        }
    }

    /**
     * Checks that the tables have the version that the backup was made from: other versions have
     * other content.
     */
    void checkSchema(String wanted) {
        try {
            String found = session.schema().orElse("none");
            if (!found.equals(wanted)) {
                throw new BackupProblem(
                        "the backup's tables are of version "
                                + wanted
                                + ", those of the data source '"
                                + session.name()
                                + "' of version "
                                + found
                                + ": restore with the version of Zaaky that wrote the backup, and"
                                + " upgrade then");
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Inserts the rows of one entry; returns the number of rows. */
    long insert(String table, InputStream in) throws IOException {
        if (!PostgresTables.KEPT.contains(table)) {
            throw new BackupProblem("it holds the table '" + table + "', which no Zaaky has");
        }
        try {
            return rows(
                    table, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private long rows(String table, BufferedReader lines) throws IOException, SQLException {
        long count = 0;
        String org = "";
        List<String> columns = List.of();
        Optional<PreparedStatement> insert = Optional.empty();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = JSON.readTree(line);
                if (insert.isEmpty()) {
                    columns = columns(row);
                    insert = Optional.of(prepared(table, columns));
                }
                if (!row.path("org").asText().equals(org)) {
                    var _ = insert.get().executeBatch();
                    org = row.path("org").asText();
                    session.become(org);
                }
                bind(insert.get(), columns, row);
                insert.get().addBatch();
                if (++count % ROWS_AT_ONCE == 0) {
                    var _ = insert.get().executeBatch();
                }
            }
            if (insert.isPresent()) {
                var _ = insert.get().executeBatch();
            }
        } finally {
            if (insert.isPresent()) {
                insert.get().close();
            }
        }
        return count;
    }

    private static List<String> columns(JsonNode row) {
        List<String> columns = new ArrayList<>();
        row.fieldNames().forEachRemaining(columns::add);
        if (columns.isEmpty()
                || !columns.stream().allMatch(each -> COLUMN.matcher(each).matches())) {
            throw new BackupProblem("a row is damaged");
        }
        return columns;
    }

    private PreparedStatement prepared(String table, List<String> columns) throws SQLException {
        return session.connection()
                .prepareStatement(
                        "INSERT INTO "
                                + table
                                + " ("
                                + String.join(", ", columns)
                                + ") VALUES (?"
                                + ", ?".repeat(columns.size() - 1)
                                + ")");
    }

    private static void bind(PreparedStatement insert, List<String> columns, JsonNode row)
            throws SQLException {
        if (row.size() != columns.size()) {
            throw new BackupProblem("a row is damaged");
        }
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = row.path(columns.get(i));
            Object bound =
                    switch (value.getNodeType()) {
                        case STRING -> value.textValue();
                        case NUMBER -> value.longValue();
                        case BOOLEAN -> value.booleanValue();
                        case NULL -> null;
                        case ARRAY, BINARY, MISSING, OBJECT, POJO ->
                                throw new BackupProblem("a row is damaged");
                    };
            insert.setObject(i + 1, bound);
        }
    }

    void commit() {
        try {
            session.connection().commit();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private BackupProblem failure(SQLException e) {
        return new BackupProblem(
                "the data source '"
                        + session.name()
                        + "' does not take the rows: "
                        + e.getMessage(),
                e);
    }

    /** Undoes what was not committed. */
    @Override
    public void close() {
        session.close();
    }
}
