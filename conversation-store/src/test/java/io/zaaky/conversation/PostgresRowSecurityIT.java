package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Usage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database itself lets each role see. */
@Tag("TEN-14")
class PostgresRowSecurityIT {
    private static final List<String> TABLES =
            List.of("conversations", "messages", "ledger", "budget_days", "budget_reservations");
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private PostgresDatabase database;

    @BeforeEach
    void create() throws SQLException {
        database = PostgresDatabase.create();
    }

    @AfterEach
    void drop() throws SQLException {
        database.drop();
    }

    @Test
    void everyTableWithAnOrganisationHasForcedRowSecurityAndAPolicy() throws SQLException {
        database.prepareForTheApplication();
        String unguarded =
                """
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND a.attname = 'org' AND NOT (
                    c.relrowsecurity AND c.relforcerowsecurity
                    AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
                """;
        assertEquals("", database.read(unguarded));
        assertEquals(
                TABLES.stream().sorted().toList(),
                database.read(
                                """
                                SELECT c.relname FROM pg_class c
                                JOIN pg_attribute a ON a.attrelid = c.oid
                                WHERE c.relkind = 'r' AND a.attname = 'org' ORDER BY 1
                                """)
                        .lines()
                        .toList());
    }

    @Test
    void withoutATenantNobodySeesARowNotEvenTheOwner() throws SQLException {
        database.prepareForTheApplication();
        try (HikariDataSource pool = Databases.pool(database.url(database.application()), 3);
                ConversationStore store = store(pool)) {
            fill(store);
        }
        for (String table : TABLES) {
            String count = "SELECT count(*) FROM " + table;
            assertFalse(database.read(count).equals("0\n"), table + " is empty");
            for (String role : List.of(database.owner(), database.application())) {
                assertEquals("0\n", PostgresDatabase.read(database.url(role), count), table);
            }
        }
    }

    @Test
    void whatATransactionSaidOfItsTenantEndsWithIt() throws SQLException {
        database.prepareForTheApplication();
        try (HikariDataSource pool = Databases.pool(database.url(database.application()), 1);
                ConversationStore store = store(pool)) {
            fill(store);
            assertEquals(1, store.ledger().sums(LocalDate.MIN, LocalDate.MAX).size());
            try (Connection used = pool.getConnection();
                    Statement statement = used.createStatement()) {
                for (String table : TABLES) {
                    var rows = statement.executeQuery("SELECT count(*) FROM " + table);
                    rows.next();
                    assertEquals(0, rows.getInt(1), table);
                }
            }
        }
    }

    @Test
    void theSumsOfAllOpenTheLedgerForReadingAndNothingElse() throws SQLException {
        database.prepareForTheApplication();
        try (HikariDataSource pool = Databases.pool(database.url(database.application()), 3);
                ConversationStore store = store(pool)) {
            fill(store);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SELECT set_config('zaaky.reads', 'sums of all', true)");
                for (String table : TABLES) {
                    var rows = statement.executeQuery("SELECT count(*) FROM " + table);
                    rows.next();
                    assertEquals(table.equals("ledger") ? 1 : 0, rows.getInt(1), table);
                }
                assertEquals(0, statement.executeUpdate("UPDATE ledger SET prompt_tokens = 0"));
                assertEquals(0, statement.executeUpdate("DELETE FROM ledger"));
                connection.rollback();
            }
        }
    }

    @Test
    void oneRoleThatOwnsTheTablesIsBoundToo() throws SQLException {
        try (HikariDataSource pool = Databases.pool(database.url(database.owner()), 3);
                ConversationStore store = store(pool)) {
            fill(store);
            assertEquals(
                    1,
                    store.archive()
                            .list(SqliteTestSupport.DESK, Filter.ALL, Optional.empty(), 10)
                            .conversations()
                            .size());
            assertEquals(
                    1, store.deleteBefore(SqliteTestSupport.DESK, Instant.now().plusSeconds(9)));
        }
        assertEquals("0\n", database.read("SELECT count(*) FROM messages"), "left behind");
    }

    @Test
    void aRoleThatMayNotMakeTheTablesIsToldSo() {
        try (HikariDataSource pool = Databases.pool(database.url(database.application()), 3);
                ConversationStore store = store(pool)) {
            PluginException failure = assertThrows(PluginException.class, () -> fill(store));
            assertEquals(Reason.UNAUTHORIZED, failure.reason(), failure.getMessage());
            SqliteTestSupport.assertSays("as the tables' owner", failure);
        }
    }

    private static ConversationStore store(HikariDataSource pool) {
        return Databases.store(
                Databases.main(pool, Database.Dialect.POSTGRESQL), SqliteTestSupport.DESK);
    }

    /** At least one row in each table. */
    private static void fill(ConversationStore store) {
        ConversationKey key = SqliteTestSupport.key();
        var answer =
                new StoredMessage(
                        "answer",
                        Role.ASSISTANT,
                        "",
                        MessageState.RUNNING,
                        AT,
                        StoredMessage.Metadata.NONE);
        store.append(key, List.of(SqliteTestSupport.message("hello"), answer), 0);
        var wish =
                new Budgets.Request(
                        key.chatbot(), AT, 10, OptionalLong.of(100), OptionalLong.of(100));
        Reservation used = store.budgets().reserve(wish).orElseThrow();
        var _ = store.budgets().reserve(wish).orElseThrow();
        var call =
                new ModelCall(
                        AT,
                        "openai",
                        "small",
                        new Usage(1, 1, false),
                        Outcome.COMPLETE,
                        ModelCall.Kind.ANSWER,
                        Optional.of(used));
        store.update(key, answer, new Charge(List.of(call), List.of()));
    }
}
