package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups of conversations in PostgreSQL, as a superuser and as a role that row-level security
 * binds.
 */
final class BackupIT {
    private static final String SESSION = "the-session-of-the-backup-1";

    private Path folder;
    private Installation here;
    private Installation there;

    @BeforeEach
    void install(@TempDir Path temporary) {
        folder = temporary;
        here = Installation.in(folder.resolve("here"));
        there = Installation.in(folder.resolve("there"));
    }

    @Test
    @Tag("DUR-16")
    void conversationsAndLedgerComeBackInAnEmptyDatabase() {
        try (var from = new OwnDatabase();
                var to = new OwnDatabase()) {
            configure(here, from.url());
            configure(there, to.url());
            movesFrom(from, to);
        }
    }

    @Test
    @Tag("DUR-16")
    void aRoleThatSeesOneOrganisationAtATimeSavesAllOfThem() {
        try (var from = new OwnDatabase();
                var to = new OwnDatabase();
                var role = from.role(to)) {
            configure(here, role.in(from));
            configure(there, role.in(to));
            movesFrom(from, to);
        }
    }

    /** The tables are made by another role, as docs/operations.md says. */
    @Test
    @Tag("DUR-16")
    @Tag("TEN-14")
    void aRoleThatOwnsNothingSavesAllOfThemAndPutsThemBack() {
        try (var from = new OwnDatabase();
                var to = new OwnDatabase()) {
            prepare(from, here);
            prepare(to, there);
            movesFrom(from, to);
            assertEquals(0, from.owned() + to.owned(), "what belongs to the roles that served");
        }
    }

    private void prepare(OwnDatabase database, Installation installation) {
        Installation maker =
                Installation.in(
                        folder.resolve("maker").resolve(installation.folder().getFileName()));
        configure(maker, database.urlOfARole());
        configure(installation, database.urlOfAnOwnerOfNothing());
        try (var zaaky = maker.serve()) {
            zaaky.stop();
        }
    }

    /** Whoever sees only some of the rows must not get a backup that looks whole. */
    @Test
    void rowsOfAnOrganisationThatNobodyKnowsAreNotLeftOutSilently() {
        try (var from = new OwnDatabase();
                var role = from.role()) {
            configure(here, role.in(from));
            try (var zaaky = here.serve()) {
                zaaky.stop();
            }
            from.update(
                    """
                    INSERT INTO conversations SELECT 'c' || n, 'gone', 'bot', 's' || n, 0, 0, 0, 0
                    FROM generate_series(1, 100) n
                    """);
            from.update("ANALYZE conversations");
            Outcome outcome = run("backup", here);
            assertEquals(1, outcome.code(), outcome::toString);
            assertTrue(outcome.err().contains("role with BYPASSRLS"), outcome::toString);
            assertTrue(Files.notExists(file()));
            configure(here, from.url());
            Outcome all = run("backup", here);
            assertEquals(0, all.code(), all::toString);
            assertTrue(all.out().contains("conversations.jsonl: 100 rows"), all::toString);
        }
    }

    @Test
    void nothingIsRestoredIntoADatabaseThatHasConversations() {
        try (var from = new OwnDatabase();
                var role = from.role()) {
            configure(here, role.in(from));
            configure(there, role.in(from));
            ask(here);
            assertEquals(0, run("backup", here).code());
            Outcome outcome = run("restore", there);
            assertEquals(1, outcome.code(), outcome::toString);
            assertTrue(outcome.err().contains("is not empty"), outcome::toString);
            assertEquals(2, from.number("SELECT count(*) FROM messages"));
        }
    }

    @Test
    void aDatabaseThatIsAwayMakesNoBackup() {
        configure(here, "jdbc:postgresql://127.0.0.1:1/zaaky");
        here.data().toFile().mkdirs();
        Outcome outcome = run("backup", here);
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(
                outcome.err().contains("the data source 'main' cannot be used"), outcome::toString);
        assertTrue(Files.notExists(file()));
    }

    /** A new one must be either kept or known to be made again. */
    @Test
    void everyTableOfTheServerIsSavedOrMadeAgain() {
        try (var from = new OwnDatabase()) {
            from.update("CREATE EXTENSION vector");
            configure(here, from.url());
            here.desk(EXTRACTIVE, "retrieval: {provider: pgvector}");
            try (var zaaky = here.serve();
                    var visitor = new Visitor("acme/desk", SESSION)) {
                var _ = visitor.ask(zaaky, QUESTION);
                zaaky.stop();
            }
            assertEquals(
                    0,
                    from.number(
                            """
                            SELECT count(*) FROM pg_tables
                            WHERE schemaname = 'public' AND tablename NOT LIKE 'retrieval%'
                                AND tablename NOT IN ('conversation_schema', 'conversations',
                                    'messages', 'ledger', 'budget_days', 'budget_reservations')
                            """),
                    "tables that a backup does not know");
        }
    }

    private void movesFrom(OwnDatabase from, OwnDatabase to) {
        JsonNode before = ask(here);
        Outcome made = run("backup", here);
        assertEquals(0, made.code(), made::toString);
        assertTrue(made.out().contains("data-sources/main/messages.jsonl: 2 rows"), made::toString);
        Outcome restored = run("restore", there);
        assertEquals(0, restored.code(), restored::toString);
        for (String table : new String[] {"conversations", "messages", "ledger"}) {
            String all =
                    "SELECT coalesce(hashtextextended(string_agg(t::text, '|' ORDER BY t::text),"
                            + " 0), 0) FROM "
                            + table
                            + " t";
            assertEquals(from.number(all), to.number(all), table);
        }
        try (var zaaky = there.serve();
                var visitor = new Visitor("acme/desk", SESSION)) {
            assertEquals(before, visitor.history(zaaky));
            assertTrue(visitor.ask(zaaky, QUESTION).text().contains("12 euros"));
            zaaky.stop();
        }
    }

    private JsonNode ask(Installation installation) {
        try (var zaaky = installation.serve();
                var visitor = new Visitor("acme/desk", SESSION)) {
            var _ = visitor.ask(zaaky, QUESTION);
            JsonNode history = visitor.history(zaaky);
            zaaky.stop();
            return history;
        }
    }

    private static void configure(Installation installation, String url) {
        installation.server("data-sources: {main: {url: \"" + url + "\"}}\n");
        installation.desk(EXTRACTIVE);
    }

    private Path file() {
        return folder.resolve("backup.zip");
    }

    private Outcome run(String command, Installation installation) {
        return Product.run(
                command,
                file().toString(),
                "--config",
                installation.config().toString(),
                "--data",
                installation.data().toString());
    }
}
