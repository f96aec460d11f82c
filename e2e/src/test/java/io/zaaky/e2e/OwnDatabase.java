package io.zaaky.e2e;

import io.zaaky.testkit.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A PostgreSQL database of one test's own. */
final class OwnDatabase implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("(?<=//[^/]{1,200}/)[^?]+");
    private static final Pattern PLACE = Pattern.compile("(?<=//)[^/]+");

    private static final Pattern USER = Pattern.compile("(?<=[?&]user=)[^&]+");

    private final String name = "e2e_" + UUID.randomUUID().toString().replace("-", "");
    private final String role = name + "_owner";
    private final String application = name + "_app";
    private final List<String> roles = new ArrayList<>();

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
        roles.add(role);
        update(url(), "GRANT ALL ON SCHEMA public TO " + role);
        return USER.matcher(url()).replaceFirst(role);
    }

    /**
     * Its JDBC address for a role that owns nothing. It may use the tables that the role of {@link
     * #urlOfARole}, which must be there, makes from now on.
     */
    String urlOfAnOwnerOfNothing() {
        update(url(), "CREATE ROLE " + application + " LOGIN");
        roles.add(application);
        update(
                url(),
                """
                ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA public
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %s
                """
                        .formatted(role, application));
        return USER.matcher(url()).replaceFirst(application);
    }

    /** How many things belong to the role of {@link #urlOfAnOwnerOfNothing}. */
    long owned() {
        return number(
                """
                SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
                WHERE r.rolname = '%s'
                """
                        .formatted(application));
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

    /** Changes something as a superuser. */
    void update(String sql) {
        update(url(), sql);
    }

    /**
     * A role that row-level security binds, and that may make tables here and there. To be closed
     * before the databases.
     */
    Role role(OwnDatabase... others) {
        var role =
                new Role(
                        "role_" + name, Stream.concat(Stream.of(this), Stream.of(others)).toList());
        update(url(), "CREATE ROLE " + role.name() + " LOGIN");
        for (OwnDatabase each : role.databases()) {
            update(each.url(), "GRANT ALL ON SCHEMA public TO " + role.name());
        }
        return role;
    }

    /** One that is no superuser. */
    record Role(String name, List<OwnDatabase> databases) implements AutoCloseable {

        /** The address of a database with this role as its user. */
        String in(OwnDatabase database) {
            return database.url().replaceFirst("user=[^&]*", "user=" + name);
        }

        @Override
        public void close() {
            for (OwnDatabase each : databases) {
                update(each.url(), "DROP OWNED BY " + name + " CASCADE");
            }
            update(Services.postgres(), "DROP ROLE " + name);
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
        roles.forEach(each -> update(Services.postgres(), "DROP ROLE " + each));
    }
}
