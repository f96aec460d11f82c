package io.zaaky.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.sqlite.SqliteFile;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausesTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");
    private static final ChatbotKey OTHER = new ChatbotKey("other", "bot");

    @TempDir Path folder;

    private final AtomicInteger counted = new AtomicInteger();
    private SqliteFile file;
    private Pauses pauses;

    @BeforeEach
    void open() {
        file = AdminTables.in(folder);
        pauses = new Pauses(file, InstantSource.system(), (_, change) -> counted.addAndGet(change));
        pauses.load();
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void aPauseIsOfOneChatbotAndOutlivesTheProcess() {
        assertTrue(pauses.pause(BOT));
        assertFalse(pauses.pause(BOT), "it was paused");
        assertTrue(pauses.isPaused(BOT));
        assertFalse(pauses.isPaused(OTHER));
        close();
        open();
        assertTrue(pauses.isPaused(BOT));
        assertTrue(pauses.resume(BOT));
        assertFalse(pauses.resume(BOT), "it goes on");
        assertFalse(pauses.isPaused(BOT));
        close();
        open();
        assertFalse(pauses.isPaused(BOT));
    }

    @Test
    void whatIsCountedIsWhatIsPaused() {
        pauses.pause(BOT);
        pauses.pause(BOT);
        pauses.pause(OTHER);
        assertEquals(2, counted.get());
        assertEquals(2, pauses.count());
        pauses.resume(BOT);
        assertEquals(1, counted.get());
    }

    @Test
    void aPauseThatCannotBeWrittenHoldsAllTheSameAndIsTold() throws Exception {
        Files.createDirectory(folder.resolve("admin.db"));
        assertThrows(PluginException.class, () -> pauses.pause(BOT));
        assertTrue(pauses.isPaused(BOT));
        assertThrows(PluginException.class, () -> pauses.resume(BOT));
        assertTrue(pauses.isPaused(BOT));
    }

    @Test
    void nothingIsWrittenBeforeTheFirstPause() {
        pauses.resume(BOT);
        assertFalse(Files.exists(folder.resolve("admin.db")));
    }
}
