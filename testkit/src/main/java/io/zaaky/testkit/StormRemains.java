package io.zaaky.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks what a {@link Storm} has left in databases and files, and to whom it belongs. */
public final class StormRemains {
    private static final String ORG = "org";
    private static final String SCOPE = "scope"; // in pgvector's tables

    private final List<StormTenant> tenants;
    private final List<String> faults = new ArrayList<>();
    private int looked;

    public StormRemains(List<StormTenant> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    /**
     * Checks each row of each table.
     *
     * @param url the address with a role that sees all rows
     */
    public void database(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<String> tables = tables(connection);
            Map<String, String> scopes =
                    tables.contains("retrieval_scope") ? scopes(connection) : Map.of();
            for (String table : tables) {
                rows(connection, table, scopes);
            }
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private static Map<String, String> scopes(Connection connection) throws SQLException {
        Map<String, String> scopes = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, org FROM retrieval_scope")) {
            while (rows.next()) {
                scopes.put(rows.getString(1), rows.getString(2));
            }
        }
        return scopes;
    }

    private void rows(Connection connection, String table, Map<String, String> scopes)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (rows.next()) {
                var row = new StringBuilder();
                Optional<String> owner = Optional.empty();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String name = rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT);
                    String value = text(rows.getObject(i));
                    row.append(name).append('=').append(value).append(' ');
                    if (name.equals(ORG)) {
                        owner = Optional.of(value);
                    } else if (name.equals(SCOPE)) {
                        owner = Optional.ofNullable(scopes.get(value));
                    }
                }
                check("a row of " + table, owner, row.toString());
            }
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }

    /** Checks each file below a folder, provided that its path contains an organisation's id. */
    public void files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path path = folder.relativize(file);
                Optional<String> owner =
                        tenants.stream()
                                .map(StormTenant::org)
                                .filter(org -> isPart(path, org))
                                .findFirst();
                if (owner.isPresent()) {
                    check(
                            path.toString(),
                            owner,
                            Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPart(Path path, String name) {
        for (Path part : path) {
            if (part.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void check(String where, Optional<String> owner, String text) {
        looked++;
        List<StormTenant> named =
                tenants.stream().filter(tenant -> text.contains(tenant.word())).toList();
        boolean anothers =
                owner.isPresent()
                        && named.stream().anyMatch(tenant -> !tenant.org().equals(owner.get()));
        if (anothers || named.size() > 1) {
            faults.add(where + " of " + owner.orElse("nobody") + " has another's words: " + text);
        }
    }

    /** How many rows and files were checked. */
    public int looked() {
        return looked;
    }

    /** The faults found. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
