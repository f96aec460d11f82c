package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.DocumentReader;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeSyncTest {
    private static final ChatbotKey KEY = new ChatbotKey("acme", "bot");

    @TempDir Path folder;

    private final FakeIndex index = new FakeIndex();

    @Test
    void whatIsThereIsIndexedBeforeTheFirstLookEnds() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("sub/b.txt", "Second thing.");
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals(Set.of("a.md", "sub/b.txt"), index.documents.keySet());
        }
    }

    @Test
    void changesAreFollowedWhileTheServerRuns() throws Exception {
        write("a.md", "# A\n\nFirst.");
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals("put a.md", index.next());
            write("b.md", "# B\n\nNew.");
            assertEquals("put b.md", index.next());
            write("a.md", "# A\n\nFirst, and more than before.");
            assertEquals("put a.md", index.next());
            assertTrue(
                    index.document("a.md").chunks().getFirst().text().contains("more than before"));
            Files.delete(folder.resolve("b.md"));
            assertEquals("remove b.md", index.next());
        }
    }

    @Test
    void whatTheIndexHasAlreadyIsNotPutAgain() throws Exception {
        write("a.md", "# A\n\nFirst.");
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        assertEquals("put a.md", index.next());
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        assertEquals(List.of(), index.soFar());
    }

    @Test
    void whatWentWhileTheServerWasDownIsRemovedAndWhatOthersPutStays() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("b.md", "# B\n\nSecond.");
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        index.put(
                KEY,
                new Document("uploaded", "U", "", "other:1", List.of(new Document.Chunk("", "x"))));
        Files.delete(folder.resolve("b.md"));
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals(Set.of("a.md", "uploaded"), index.documents.keySet());
        }
    }

    @Test
    void anIndexThatIsDownIsTriedAgain() throws Exception {
        write("a.md", "# A\n\nFirst.");
        index.down = true;
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals("refused", index.next());
            index.down = false;
            String next = index.next();
            while (next.equals("refused")) {
                next = index.next();
            }
            assertEquals("put a.md", next);
        }
    }

    @Test
    void aFileThatTwoSourcesHaveBelongsToTheFirst() throws Exception {
        write("one/a.md", "# From one\n\nText.");
        write("two/a.md", "# From two\n\nText.");
        try (var sync = sync(folder.resolve("one"), folder.resolve("two"))) {
            sync.start().get();
            assertEquals("From one", index.document("a.md").title());
            assertEquals(List.of("put a.md"), index.soFar());
        }
    }

    private KnowledgeSync sync(Path... paths) {
        return new KnowledgeSync(
                KEY, index, List.of(paths), 1 << 20, new DocumentReader(), Clock.systemUTC());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
