package io.zaaky.retrieval.pgvector;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.Database;
import io.zaaky.testkit.Services;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test class's own, dropped at its end. */
final class TestDatabase implements AutoCloseable {
    private final String name;
    private final HikariDataSource pool;

    private TestDatabase(String name, HikariDataSource pool) {
        this.name = name;
        this.pool = pool;
    }

    static TestDatabase create() {
        String name = "retrieval_" + UUID.randomUUID().toString().replace("-", "");
        administer("CREATE DATABASE " + name);
        return of(name);
    }

    /** One that another process has made. */
    static TestDatabase of(String name) {
        return new TestDatabase(name, pool(name, 8));
    }

    String name() {
        return name;
    }

    /** The same database, over a pool of one connection. */
    HikariDataSource oneConnection() {
        return pool(name, 1);
    }

    private static HikariDataSource pool(String name, int connections) {
        var source = new PGSimpleDataSource();
        source.setUrl(Services.postgres());
        source.setDatabaseName(name);
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private static void administer(String statement) {
        var source = new PGSimpleDataSource();
        source.setUrl(Services.postgres());
        try (Connection connection = source.getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError("the test database: " + statement, e);
        }
    }

    /** Makes the tables as an older version did. */
    void migrateTo(String version) {
        Schema.flyway(pool).target(version).load().migrate();
    }

    Database database() {
        return new Database("main", Database.Dialect.POSTGRESQL, pool);
    }

    @Override
    public void close() {
        pool.close();
        administer("DROP DATABASE " + name + " WITH (FORCE)");
    }
}
