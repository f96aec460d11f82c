package io.zaaky.spi;

import javax.sql.DataSource;

/**
 * A pooled database that the operator configured under {@code data-sources}.
 *
 * @param name its name in YAML
 * @param dialect the SQL dialect that it speaks
 * @param dataSource provides pooled connections; safe to call from many threads; owned and closed
 *     by the server
 */
public record Database(String name, Dialect dialect, DataSource dataSource) {

    /** The databases that the server supports. */
    public enum Dialect {
        /**
         * SQLite. Its driver pins the carrier thread while it waits for a lock, so call it from
         * platform threads.
         */
        SQLITE,
        POSTGRESQL
    }
}
