package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.Reading;
import io.zaaky.spi.ChatbotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadingsFileTest {
    private static final ChatbotKey KEY = new ChatbotKey("org", "bot");
    private static final Reading BAD = new Reading("print", "", "It is bad.");
    private static final Reading GOOD = new Reading("print", "hash", "");

    @TempDir Path data;

    /** As after a restart. */
    private ReadingsFile readings() {
        return new ReadingsFile(KEY, data);
    }

    private Path file() {
        return data.resolve("knowledge/org/bot.read");
    }

    @Test
    @Tag("ING-24")
    void aLaterProcessKnowsTheLastReadingOfEachDocument() {
        var first = readings();
        first.put("a", GOOD);
        first.put("b", GOOD);
        first.put("b", BAD);
        first.put("c", BAD);
        first.remove("c");
        var later = readings();
        assertEquals(Optional.of(GOOD), later.find("a"));
        assertEquals(Optional.of(BAD), later.find("b"));
        assertEquals(Optional.of(BAD), later.find("b"), "as often as one asks");
        assertEquals(Optional.empty(), later.find("c"));
        assertEquals(Optional.empty(), later.find("d"));
    }

    @Test
    void whereNothingWasReadThereIsNoFile() {
        var readings = readings();
        assertEquals(Optional.empty(), readings.find("a"));
        readings.remove("a");
        assertTrue(Files.notExists(file()), "nothing is to be remembered");
    }

    @Test
    void aLineThatWasBeingWrittenIsPassedOverAndTheNextOneIsNot() throws IOException {
        readings().put("a", BAD);
        Files.writeString(file(), "b\tprint\tha", StandardOpenOption.APPEND);
        var later = readings();
        assertEquals(Optional.of(BAD), later.find("a"));
        assertEquals(Optional.empty(), later.find("b"));
        later.put("c", BAD);
        assertEquals(Optional.of(BAD), readings().find("c"));
    }

    @Test
    void linesThatCountNoMoreAreDroppedAtAStart() throws IOException {
        var first = readings();
        for (int i = 0; i < 500; i++) {
            first.put("a", i % 2 == 0 ? GOOD : BAD);
        }
        assertEquals(Optional.of(BAD), readings().find("a"));
        assertEquals("a\tprint\t\tIt is bad.\n", Files.readString(file()));
    }

    @Test
    void aFileThatIsNoneMeansThatNothingIsKnown() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, '\t', '\t', '\t', '\n', 9});
        var readings = readings();
        assertEquals(Optional.empty(), readings.find("a"));
        readings.put("a", BAD);
        assertEquals(Optional.of(BAD), readings.find("a"));
    }
}
