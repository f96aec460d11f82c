package io.zaaky.app.doctor;

import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.app.sqlite.Sql;
import io.zaaky.spi.Database.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Checks a data source: whether it responds, how fast, and whether it meets Zaaky's requirements.
 */
public final class DatabaseChecks {
    private static final int OLDEST_POSTGRESQL = 14;
    private static final Duration MOST_APART = Duration.ofSeconds(2);
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final int ROUNDS = 5;
    private static final String SILENCE_SECONDS = "9";

    private final DataSourceSettings source;
    private final Path data;
    private final boolean searched;
    private final String name;

    /**
     * @param data the data directory
     * @param searched whether it contains a chatbot's documents
     */
    public DatabaseChecks(DataSourceSettings source, Path data, boolean searched) {
        this.source = source;
        this.data = data;
        this.searched = searched;
        this.name = "data source " + source.name();
    }

    public String name() {
        return name;
    }

    public List<Finding> look() {
        return source.dialect() == Dialect.SQLITE ? sqlite() : postgresql();
    }

    private List<Finding> sqlite() {
        String url = source.url().orElseGet(() -> "jdbc:sqlite:" + data.resolve("zaaky.db"));
        if (source.url().isEmpty() && !Files.exists(data.resolve("zaaky.db"))) {
            return List.of(Finding.ok(name, "SQLite; the first start makes its file"));
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            String version =
                    Sql.first(connection, "SELECT sqlite_version()", row -> row.getString(1))
                            .orElse("");
            long tables = Sql.number(connection, "SELECT count(*) FROM sqlite_master");
            return List.of(
                    Finding.ok(name, "SQLite " + version + ", " + tables + " tables and indexes"));
        } catch (SQLException e) {
            return List.of(
                    Finding.fail(
                            name,
                            "its file can't be used: " + e.getMessage(),
                            "restore a backup, or name another file"));
        }
    }

    private List<Finding> postgresql() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "zaaky doctor");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", SILENCE_SECONDS);
        if (!source.username().isEmpty()) {
            properties.setProperty("user", source.username());
        }
        if (source.password().isPresent()) {
            properties.setProperty("password", source.password().value());
        }
        try (Connection connection =
                DriverManager.getConnection(source.url().orElseThrow(), properties)) {
            List<Finding> found = new ArrayList<>(List.of(version(connection), time(connection)));
            found.addAll(rights(connection));
            found.addAll(durability(connection));
            pool(connection).ifPresent(found::add);
            if (searched) {
                found.add(pgvector(connection));
            }
            return found;
        } catch (SQLException e) {
            return List.of(
                    Finding.fail(
                            name,
                            "PostgreSQL can't be used: " + e.getMessage(),
                            "start it, or put the url, username and password right"));
        }
    }

    private Finding version(Connection connection) throws SQLException {
        long version = Sql.number(connection, "SELECT current_setting('server_version_num')::int");
        String seen = "PostgreSQL " + setting(connection, "server_version");
        String encoding = setting(connection, "server_encoding");
        if (version / 10_000 < OLDEST_POSTGRESQL) {
            return Finding.fail(name, seen, "upgrade to " + OLDEST_POSTGRESQL + " or newer");
        }
        return encoding.equals("UTF8")
                ? Finding.ok(name, seen)
                : Finding.fail(
                        name,
                        seen + " with the encoding " + encoding,
                        "make the database anew with ENCODING 'UTF8'");
    }

    /** Compares the clock with the middle of the fastest response. */
    private Finding time(Connection connection) throws SQLException {
        long fastest = Long.MAX_VALUE;
        Duration apart = Duration.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            Instant here = Instant.now();
            double there =
                    Sql.first(
                                    connection,
                                    "SELECT extract(epoch FROM clock_timestamp())::float8",
                                    row -> row.getDouble(1))
                            .orElse(0.0);
            long took = System.nanoTime() - began;
            if (took < fastest) {
                fastest = took;
                Instant middle = here.plusNanos(took / 2);
                apart = Duration.ofMillis((long) (there * 1000) - middle.toEpochMilli());
            }
        }
        String seen =
                "answers in "
                        + String.valueOf(Math.round(fastest / 1e4) / 100.0)
                        + " ms, its clock differs by "
                        + apart.toMillis()
                        + " ms";
        if (apart.abs().compareTo(MOST_APART) > 0) {
            return Finding.warn(
                    name,
                    seen,
                    "set the clocks of both machines by NTP: days and leases go by them");
        }
        return fastest > SLOW.toNanos()
                ? Finding.warn(name, seen, "put the database nearer: each question asks it twice")
                : Finding.ok(name, seen);
    }

    private List<Finding> rights(Connection connection) throws SQLException {
        List<Finding> found = new ArrayList<>();
        boolean powerful =
                Sql.first(
                                connection,
                                """
                                SELECT rolsuper OR rolbypassrls FROM pg_roles
                                WHERE rolname = current_user
                                """,
                                row -> row.getBoolean(1))
                        .orElse(false);
        if (powerful) {
            found.add(
                    Finding.warn(
                            name,
                            "its role is a superuser or has BYPASSRLS, so row-level security does"
                                    + " not bind it",
                            "use another role (docs/operations.md, roles in PostgreSQL)"));
        }
        if (setting(connection, "transaction_read_only").equals("on")) {
            found.add(
                    Finding.fail(
                            name,
                            "it only lets read",
                            "name the primary server, or switch default_transaction_read_only"
                                    + " off"));
        }
        return found;
    }

    private List<Finding> durability(Connection connection) throws SQLException {
        List<Finding> found = new ArrayList<>();
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (setting(connection, setting).equals("off")) {
                found.add(
                        Finding.warn(
                                name,
                                setting
                                        + " is off, so what visitors were told may be lost with"
                                        + " the machine's power",
                                "switch it on"));
            }
        }
        return found;
    }

    private Optional<Finding> pool(Connection connection) throws SQLException {
        long most =
                Long.parseLong(setting(connection, "max_connections"))
                        - Long.parseLong(setting(connection, "superuser_reserved_connections"));
        return source.poolSize() <= most
                ? Optional.empty()
                : Optional.of(
                        Finding.warn(
                                name,
                                "it takes "
                                        + most
                                        + " connections, and pool-size is "
                                        + source.poolSize(),
                                "lower pool-size, or raise max_connections"));
    }

    private Finding pgvector(Connection connection) throws SQLException {
        Optional<String> installed =
                Sql.first(
                        connection,
                        "SELECT extversion FROM pg_extension WHERE extname = 'vector'",
                        row -> row.getString(1));
        if (installed.isEmpty()) {
            return Finding.fail(
                    name,
                    "the extension vector is not there",
                    "have an administrator run CREATE EXTENSION vector in this database");
        }
        return isOld(installed.get())
                ? Finding.fail(
                        name,
                        "pgvector " + installed.get(),
                        "install 0.8 or newer, and ALTER EXTENSION vector UPDATE")
                : Finding.ok(name, "pgvector " + installed.get());
    }

    private static boolean isOld(String version) {
        String[] numbers = version.split("\\.", -1);
        return numbers[0].equals("0") && numbers.length > 1 && Integer.parseInt(numbers[1]) < 8;
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "SELECT current_setting(?)", row -> row.getString(1), name)
                .orElse("");
    }
}
