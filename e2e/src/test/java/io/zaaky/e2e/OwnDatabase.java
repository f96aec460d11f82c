package io.zaaky.e2e;

import io.zaaky.testkit.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Pattern;

/** A PostgreSQL database of one test's own. */
final class OwnDatabase implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("(?<=//[^/]{1,200}/)[^?]+");
    private static final Pattern PLACE = Pattern.compile("(?<=//)[^/]+");

    private static final Pattern USER = Pattern.compile("(?<=[?&]user=)[^&]+");

    private final String name = "e2e_" + UUID.randomUUID().toString().replace("-", "");
    private final String role = name + "_owner";
    private boolean hasRole;

    OwnDatabase() {
        update(Services.postgres(), "CREATE DATABASE " + name);
    }

    /** Its JDBC address. */
    String url() {
        return NAME.matcher(Services.postgres()).replaceFirst(name);
    }

    /**
     * Its JDBC address for a role that may make tables, and whom row-level security binds. pgvector
     * is there.
     */
    String urlOfARole() {
        update(url(), "CREATE EXTENSION vector");
        update(url(), "CREATE ROLE " + role + " LOGIN");
        hasRole = true;
        update(url(), "GRANT ALL ON SCHEMA public TO " + role);
        return USER.matcher(url()).replaceFirst(role);
    }

    /** Its JDBC address by way of another port of this machine. */
    String urlBy(int port) {
        return PLACE.matcher(url()).replaceFirst("127.0.0.1:" + port);
    }

    /** {@code HOST:PORT} of the real server. */
    static String place() {
        var matcher = PLACE.matcher(Services.postgres());
        if (!matcher.find()) {
            throw new AssertionError("no address in " + Services.postgres());
        }
        return matcher.group();
    }

    /** The number that a query yields. */
    long number(String query) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                throw new AssertionError("nothing from " + query);
            }
            return result.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    private static void update(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        update(Services.postgres(), "DROP DATABASE " + name + " WITH (FORCE)");
        if (hasRole) {
            update(Services.postgres(), "DROP ROLE " + role);
        }
    }
}
