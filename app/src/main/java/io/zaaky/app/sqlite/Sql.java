package io.zaaky.app.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs statements with bound values. */
public final class Sql {
    private Sql() {}

    /** Reads a value from a row. */
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    public static <T> Optional<T> first(
            Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        return all(connection, sql, row, values).stream().findFirst();
    }

    public static <T> List<T> all(Connection connection, String sql, Row<T> row, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet found = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(row.of(found));
            }
            return rows;
        }
    }

    public static long number(Connection connection, String sql, Object... values)
            throws SQLException {
        return first(connection, sql, row -> row.getLong(1), values).orElse(0L);
    }

    /** Returns the number of changed rows. */
    public static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Runs statements that end in semicolons; no statement may contain another one. */
    public static void script(Statement statement, String script) throws SQLException {
        for (String each : script.split(";", -1)) {
            if (!each.isBlank()) {
                statement.execute(each);
            }
        }
    }
}
