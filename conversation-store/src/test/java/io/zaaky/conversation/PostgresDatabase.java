package io.zaaky.conversation;

import io.zaaky.testkit.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A fresh, empty database on the server of the tests. */
record PostgresDatabase(String name) {

    static PostgresDatabase create() throws SQLException {
        var database =
                new PostgresDatabase("store_" + UUID.randomUUID().toString().replace("-", ""));
        admin("CREATE DATABASE " + database.name);
        return database;
    }

    void drop() throws SQLException {
        admin("DROP DATABASE " + name + " WITH (FORCE)");
    }

    String url() {
        return Services.postgres().replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    private static void admin(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Services.postgres());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
