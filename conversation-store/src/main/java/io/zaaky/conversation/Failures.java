package io.zaaky.conversation;

import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Translates exceptions of a database into messages that an operator can act on. The messages
 * contain neither SQL nor values; the cause holds the driver's own message.
 *
 * @param where the data source, for messages
 * @param dialect the database whose error codes to interpret
 */
record Failures(String where, Database.Dialect dialect) {

    static Failures of(Database database) {
        return new Failures("data source '" + database.name() + "'", database.dialect());
    }

    PluginException noConnection(Exception e) {
        Optional<SQLException> sql = sql(e);
        return sql.isPresent() && specific(sql.get())
                ? translate(e)
                : new PluginException(
                        Reason.UNAVAILABLE,
                        where + ": no connection; check that the database runs and its settings",
                        e);
    }

    private boolean specific(SQLException e) {
        return switch (dialect) {
            case SQLITE -> e.getErrorCode() != 0;
            case POSTGRESQL -> !state(e).startsWith("08") && !state(e).isEmpty();
        };
    }

    PluginException translate(Exception failure) {
        if (failure instanceof PluginException known) {
            return known;
        }
        Optional<SQLException> sql = sql(failure);
        if (sql.isEmpty()) {
            return new PluginException(
                    Reason.BROKEN, where + ": " + failure.getClass().getSimpleName(), failure);
        }
        return switch (dialect) {
            case SQLITE -> sqlite(sql.get());
            case POSTGRESQL -> postgres(sql.get());
        };
    }

    /**
     * Whether PostgreSQL certainly stored nothing and a retry is likely to succeed: two
     * transactions conflicted, or the connection was lost before the commit.
     */
    boolean isWorthAnotherTry(RuntimeException failure) {
        if (dialect != Database.Dialect.POSTGRESQL) {
            return false;
        }
        String state = sql(failure).map(Failures::state).orElse("");
        boolean lost = state.startsWith("08") || state.startsWith("57P");
        return state.startsWith("40") || (lost && !(failure instanceof Transactions.CommitFailed));
    }

    /** Primary result codes of https://www.sqlite.org/rescode.html. */
    private PluginException sqlite(SQLException e) {
        return switch (e.getErrorCode() & 0xff) {
            case 5, 6 -> unavailable("locked by another process for too long", e);
            case 8 -> unavailable("the file is read-only; check its owner and permissions", e);
            case 10 -> unavailable("the disk reported an error", e);
            case 11, 26 ->
                    unavailable("the file is damaged or no SQLite database; restore a backup", e);
            case 13 -> unavailable("the disk is full", e);
            case 14 -> unavailable("the file can't be opened; check its folder and permissions", e);
            case 18, 19 -> rejected(e);
            default -> unavailable("SQLite error " + e.getErrorCode(), e);
        };
    }

    /** Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html. */
    private PluginException postgres(SQLException e) {
        String state = state(e);
        if (state.equals("25006")) {
            return unavailable("read-only; is this a stand-by server?", e);
        }
        if (state.equals("53100")) {
            return unavailable("the disk is full", e);
        }
        if (state.equals("42501")) {
            return new PluginException(
                    Reason.UNAUTHORIZED,
                    where
                            + ": the user lacks a right; start once as the tables' owner after an"
                            + " update, and grant as docs/operations.md says",
                    e);
        }
        if (state.startsWith("28")) {
            return new PluginException(
                    Reason.UNAUTHORIZED, where + ": the user name or password is wrong", e);
        }
        if (state.startsWith("22") || state.startsWith("23")) {
            return rejected(e);
        }
        return unavailable("PostgreSQL error " + (state.isEmpty() ? "(no code)" : state), e);
    }

    private PluginException unavailable(String what, SQLException e) {
        return new PluginException(Reason.UNAVAILABLE, where + ": " + what, e);
    }

    private PluginException rejected(SQLException e) {
        return new PluginException(
                Reason.REJECTED,
                where + ": the database refuses the message; its id may be taken already",
                e);
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    /**
     * The driver's own exception, which is the innermost; a pool wraps it in one without an error
     * code.
     */
    private static Optional<SQLException> sql(Throwable failure) {
        Optional<SQLException> innermost = Optional.empty();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                innermost = Optional.of(e);
            }
        }
        return innermost;
    }
}
