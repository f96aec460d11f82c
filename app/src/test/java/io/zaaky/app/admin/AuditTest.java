package io.zaaky.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.chat.SetClock;
import io.zaaky.app.sqlite.SqliteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators have changed, as it is kept. */
class AuditTest {
    private static final Actor ACTOR = new Actor("office", "editor", "192.0.2.7");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @TempDir Path folder;

    private final SetClock clock = new SetClock();
    private SqliteFile file;

    @BeforeEach
    void open() {
        file = AdminTables.in(folder);
    }

    @AfterEach
    void close() {
        file.close();
    }

    private Audit audit(int entries, int unwritten) {
        return new Audit(
                file, clock, () -> Duration.ofDays(90), new Audit.Limits(entries, unwritten));
    }

    private static List<String> objects(Audit audit, String org) {
        return audit.entries(org, Instant.EPOCH, END, Long.MAX_VALUE, 1000).stream()
                .map(AuditEntry::object)
                .toList();
    }

    @Test
    void anEntryIsKeptOverARestartAndShownToItsOrganisationOnly() {
        audit(100, 100).record("acme", ACTOR, "document.delete", "bot/documents/a.md");
        close();
        open();
        List<AuditEntry> found =
                audit(100, 100).entries("acme", Instant.EPOCH, END, Long.MAX_VALUE, 10);
        assertEquals(
                List.of(
                        new AuditEntry(
                                1,
                                clock.instant(),
                                ACTOR,
                                "document.delete",
                                "bot/documents/a.md")),
                found);
        assertEquals(List.of(), objects(audit(100, 100), "other"));
    }

    @Test
    void theNewestComeFirstAndAPageGoesOnWhereTheOneBeforeEnded() {
        Audit audit = audit(100, 100);
        for (int i = 1; i <= 5; i++) {
            audit.record("acme", ACTOR, "chatbot.pause", "bot" + i);
        }
        List<AuditEntry> first = audit.entries("acme", Instant.EPOCH, END, Long.MAX_VALUE, 2);
        assertEquals(List.of("bot5", "bot4"), first.stream().map(AuditEntry::object).toList());
        List<AuditEntry> next =
                audit.entries("acme", Instant.EPOCH, END, first.getLast().sequence(), 2);
        assertEquals(List.of("bot3", "bot2"), next.stream().map(AuditEntry::object).toList());
    }

    @Test
    void whatIsOlderThanTheRetentionIsNotShownAndLeavesTheFile() throws SQLException {
        Audit audit = audit(100, 100);
        audit.record("acme", ACTOR, "chatbot.pause", "old");
        clock.pass(Duration.ofDays(60));
        audit.record("acme", ACTOR, "chatbot.pause", "new");
        clock.pass(Duration.ofDays(31));
        assertEquals(List.of("new"), objects(audit, "acme"));
        assertEquals(2, rows());
        audit.tidy();
        assertEquals(1, rows());
    }

    @Test
    void ofTooManyTheOldestOfThatOrganisationGo() throws SQLException {
        Audit audit = audit(40, 100);
        audit.record("other", ACTOR, "chatbot.pause", "first");
        for (int i = 0; i < 100; i++) {
            audit.record("acme", ACTOR, "chatbot.pause", "bot" + i);
        }
        assertTrue(rows() < 50, "rows: " + rows());
        audit.tidy();
        assertEquals(41, rows());
        assertEquals("bot99", objects(audit, "acme").getFirst());
        assertEquals(List.of("first"), objects(audit, "other"));
    }

    @Test
    void aLongObjectIsCut() {
        Audit audit = audit(100, 100);
        audit.record("acme", ACTOR, "document.upload", "x".repeat(10_000));
        assertEquals(300, objects(audit, "acme").getFirst().length());
    }

    @Test
    void whileTheFileCannotBeUsedEntriesWaitAndTheOldestAreGivenUp() throws Exception {
        Path noFile = Files.createDirectory(folder.resolve("admin.db"));
        Audit audit = audit(100, 3);
        for (int i = 0; i < 5; i++) {
            audit.record("acme", ACTOR, "chatbot.pause", "bot" + i);
        }
        Files.delete(noFile);
        audit.record("acme", ACTOR, "chatbot.pause", "last");
        assertEquals(List.of("last", "bot4", "bot3"), objects(audit, "acme"));
    }

    @Test
    void aFileThatAnotherProgramLocksHoldsNoCallUpAndLosesNothing() throws Exception {
        Audit audit = audit(100, 100);
        audit.record("acme", ACTOR, "chatbot.pause", "before");
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            audit.record("acme", ACTOR, "chatbot.pause", "meanwhile");
            statement.execute("ROLLBACK");
        }
        audit.record("acme", ACTOR, "chatbot.pause", "after");
        var wanted = new ArrayList<>(List.of("after", "meanwhile", "before"));
        assertEquals(wanted, objects(audit, "acme"));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("admin.db"));
    }

    private int rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var found = statement.executeQuery("SELECT count(*) FROM entry")) {
            return found.getInt(1);
        }
    }
}
