package io.zaaky.app.config;

import io.zaaky.spi.Database.Dialect;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.util.Optional;

/**
 * One of {@code data-sources}.
 *
 * @param url JDBC address; empty for a SQLite file in the data directory
 * @param username empty if none
 */
public record DataSourceSettings(
        String name,
        Dialect dialect,
        Optional<String> url,
        String username,
        Secret password,
        int poolSize) {

    /** {@code main}, if YAML does not define it. */
    static final DataSourceSettings MAIN =
            new DataSourceSettings("main", Dialect.SQLITE, Optional.empty(), "", Secret.NONE, 4);

    static DataSourceSettings from(String name, Settings in) {
        Optional<String> url = in.optionalText("url");
        Dialect dialect = Dialect.SQLITE;
        if (url.orElse("").startsWith("jdbc:postgresql:")) {
            dialect = Dialect.POSTGRESQL;
        } else if (url.isPresent() && !url.get().startsWith("jdbc:sqlite:")) {
            in.problem("url", "must begin with jdbc:sqlite: or jdbc:postgresql:");
        } else if (url.isEmpty() && !name.equals(MAIN.name())) {
            in.problem("url", "is missing");
        }
        return new DataSourceSettings(
                name,
                dialect,
                url,
                in.text("username", ""),
                in.secret("password"),
                in.integer("pool-size", dialect == Dialect.SQLITE ? 4 : 10, 1, 500));
    }
}
