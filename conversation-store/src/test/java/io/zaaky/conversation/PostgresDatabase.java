package io.zaaky.conversation;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.Database;
import io.zaaky.testkit.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A fresh, empty database on the server of the tests, with two roles that are no superusers: one
 * for the tables' owner, and one for the application, which owns nothing.
 */
record PostgresDatabase(String name) {

    static PostgresDatabase create() throws SQLException {
        var database =
                new PostgresDatabase("store_" + UUID.randomUUID().toString().replace("-", ""));
        admin("CREATE DATABASE " + database.name);
        admin("CREATE ROLE " + database.owner() + " LOGIN");
        admin("CREATE ROLE " + database.application() + " LOGIN");
        database.run("GRANT ALL ON SCHEMA public TO " + database.owner());
        return database;
    }

    void drop() throws SQLException {
        admin("DROP DATABASE " + name + " WITH (FORCE)");
        admin("DROP ROLE " + owner());
        admin("DROP ROLE " + application());
    }

    String owner() {
        return name + "_owner";
    }

    String application() {
        return name + "_app";
    }

    /** As a superuser. */
    String url() {
        return Services.postgres().replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    /** As one of the two roles. */
    String url(String role) {
        return url().replaceFirst("user=[^&]*", "user=" + role);
    }

    /** Has the owner make the tables, and gives the application what docs/operations.md says. */
    void prepareForTheApplication() throws SQLException {
        try (HikariDataSource pool = Databases.pool(url(owner()), 3);
                var store =
                        Databases.store(
                                Databases.main(pool, Database.Dialect.POSTGRESQL),
                                SqliteTestSupport.DESK)) {
            store.check();
        }
        run(
                """
                GRANT SELECT, INSERT, UPDATE, DELETE ON conversations, messages, ledger,
                    budget_days, budget_reservations TO %s;
                GRANT SELECT ON conversation_schema TO %s
                """
                        .formatted(application(), application()));
    }

    /** As a superuser, who sees and may do everything. */
    void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, one a line. */
    String read(String sql) throws SQLException {
        return read(url(), sql);
    }

    static String read(String url, String sql) throws SQLException {
        var all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        }
        return all.toString();
    }

    private static void admin(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Services.postgres());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
