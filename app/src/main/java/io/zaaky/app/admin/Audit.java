package io.zaaky.app.admin;

import io.zaaky.app.sqlite.Sql;
import io.zaaky.app.sqlite.SqliteFile;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The log of administrators' changes, by organisation. An entry is durable when {@link #record}
 * returns, unless the file cannot be used: then a warning is logged, the entry waits in memory
 * until the next entry is written, and the call that made it continues. Safe to call from many
 * threads.
 */
public final class Audit {
    private static final Logger LOG = System.getLogger(Audit.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST_OBJECT = 300;

    private final SqliteFile file;
    private final InstantSource clock;
    private final Supplier<Duration> retention;
    private final Limits limits;
    private final AuditLine waiting;
    private long written; // since the last trim; used by the file's thread only

    /**
     * How much is kept.
     *
     * @param entries of an organisation, in the file; a few more until the next trim
     * @param unwritten in memory; beyond that the oldest are dropped
     */
    record Limits(int entries, int unwritten) {
        static final Limits STANDARD = new Limits(20_000, 10_000);
    }

    /**
     * Does no I/O.
     *
     * @param retention supplies the current retention of entries
     */
    public Audit(SqliteFile file, InstantSource clock, Supplier<Duration> retention) {
        this(file, clock, retention, Limits.STANDARD);
    }

    Audit(SqliteFile file, InstantSource clock, Supplier<Duration> retention, Limits limits) {
        this.file = file;
        this.clock = clock;
        this.retention = retention;
        this.limits = limits;
        this.waiting = new AuditLine(limits.unwritten());
    }

    /**
     * Records a change. Waits a moment until it is written; never throws.
     *
     * @param object what was changed, within the organisation
     */
    public void record(String org, Actor actor, String action, String object) {
        record(Map.of(org, object), actor, action);
    }

    /**
     * The same for a change that concerns several organisations.
     *
     * @param objects what was changed, by organisation
     */
    public void record(Map<String, String> objects, Actor actor, String action) {
        if (objects.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        objects.forEach(
                (org, object) ->
                        waiting.add(
                                new AuditLine.Row(
                                        org,
                                        new AuditEntry(0, now, actor, action, shortened(object)))));
        try {
            Future<Integer> writing = file.begin(this::writeWaiting);
            int rows = writing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "{0} changes were written down", rows);
        } catch (TimeoutException e) {
            tell("the file is busy");
        } catch (ExecutionException e) {
            tell(String.valueOf(e.getCause()));
        } catch (PluginException e) {
            tell(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String shortened(String object) {
        return object.length() <= LONGEST_OBJECT
                ? object
                : object.substring(0, LONGEST_OBJECT - 1) + "…";
    }

    private void tell(String why) {
        LOG.log(
                Level.WARNING,
                "what administrators change cannot be written down at the moment: {0}; waiting:"
                        + " {1}, given up: {2}",
                why,
                waiting.size(),
                waiting.givenUp());
    }

    /** Writes all waiting entries in one transaction. */
    private int writeWaiting(Connection connection) throws SQLException {
        List<AuditLine.Row> rows = waiting.take();
        try {
            for (AuditLine.Row row : rows) {
                insert(connection, row);
            }
            written += rows.size();
            if (written > limits.entries() / 20) {
                trim(connection);
                written = 0;
            }
            connection.commit(); // here, so that rows are put back if it fails
        } catch (SQLException | RuntimeException e) {
            waiting.putBack(rows);
            throw e;
        }
        return rows.size();
    }

    private static void insert(Connection connection, AuditLine.Row row) throws SQLException {
        AuditEntry entry = row.entry();
        var _ =
                Sql.update(
                        connection,
                        """
                        INSERT INTO entry (org, at, key, role, action, object, address)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                        row.org(),
                        entry.at().toEpochMilli(),
                        entry.actor().key(),
                        entry.actor().role(),
                        entry.action(),
                        entry.object(),
                        entry.actor().address());
    }

    private void trim(Connection connection) throws SQLException {
        List<String> large =
                Sql.all(
                        connection,
                        "SELECT org FROM entry GROUP BY org HAVING count(*) > ?",
                        row -> row.getString(1),
                        limits.entries());
        for (String org : large) {
            var _ =
                    Sql.update(
                            connection,
                            """
                            DELETE FROM entry WHERE org = ? AND sequence <= (
                                SELECT sequence FROM entry WHERE org = ?
                                ORDER BY sequence DESC LIMIT 1 OFFSET ?)
                            """,
                            org,
                            org,
                            limits.entries());
        }
    }

    /**
     * Entries of an organisation, newest first; none older than the retention.
     *
     * @param to exclusive
     * @param before only those with a lower sequence
     * @param limit the maximum number
     * @throws PluginException if the file cannot be used
     */
    public List<AuditEntry> entries(String org, Instant from, Instant to, long before, int limit) {
        long oldest = Math.max(from.toEpochMilli(), oldest());
        return file.read(
                connection ->
                        Sql.all(
                                connection,
                                """
                                SELECT sequence, at, key, role, action, object, address FROM entry
                                WHERE org = ? AND sequence < ? AND at >= ? AND at < ?
                                ORDER BY sequence DESC LIMIT ?
                                """,
                                row ->
                                        new AuditEntry(
                                                row.getLong(1),
                                                Instant.ofEpochMilli(row.getLong(2)),
                                                new Actor(
                                                        row.getString(3),
                                                        row.getString(4),
                                                        row.getString(7)),
                                                row.getString(5),
                                                row.getString(6)),
                                org,
                                before,
                                oldest,
                                to.toEpochMilli(),
                                limit),
                List.of());
    }

    private long oldest() {
        return clock.millis() - retention.get().toMillis();
    }

    /** Removes entries older than the retention, and writes those that wait. */
    public void tidy() {
        try {
            int old =
                    file.change(
                            connection -> {
                                trim(connection);
                                return Sql.update(
                                        connection, "DELETE FROM entry WHERE at < ?", oldest());
                            },
                            0);
            LOG.log(Level.DEBUG, "{0} changes were older than the retention", old);
            if (waiting.size() > 0) {
                var _ = file.write(this::writeWaiting);
            }
        } catch (PluginException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }
}
