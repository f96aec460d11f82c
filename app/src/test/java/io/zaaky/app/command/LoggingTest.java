package io.zaaky.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets never reach the log, and nobody forges a line. */
@Tag("SEC-02")
@Tag("SEC-09")
class LoggingTest {
    private final Logging.Line line = new Logging.Line(List.of("hunter2-secret"));

    @Test
    void aConfiguredSecretIsBlottedOutInTextAndTrace() {
        var entry = new LogRecord(Level.WARNING, "the provider said: hunter2-secret is wrong");
        entry.setThrown(
                new IllegalStateException(
                        "key hunter2-secret", new RuntimeException("hunter2-secret")));
        String text = line.format(entry);
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("the provider said: *** is wrong"), text);
    }

    @Test
    void whatLooksLikeAKeyIsBlottedOutToo() {
        String text =
                line.format(
                        new LogRecord(
                                Level.INFO,
                                "Authorization: Bearer abcdefghijkl and sk-proj-1234567890abc,"
                                        + " ?key=zk_mnopqrstuvwx or zp_mnopqrstuvwx"));
        assertFalse(text.contains("abcdefghijkl") || text.contains("1234567890abc"), text);
        assertFalse(text.contains("mnopqrstuvwx"), text);
    }

    @Test
    void lineBreaksAndEscapesAreWrittenOut() {
        String text =
                line.format(new LogRecord(Level.INFO, "one\r\n2026 INFO forged\u001b[31m\u2028x"));
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains("one\\u000d\\u000a2026 INFO forged\\u001b[31m\\u2028x"), text);
    }

    @Test
    void aGiantEntryIsBounded() {
        assertTrue(line.format(new LogRecord(Level.INFO, "x".repeat(200_000))).length() < 10_000);
    }
}
