package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of reading, and when a document is read once more. */
final class DocumentReaderTest {
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Reading> kept = new HashMap<>();
    private boolean lasting = true;

    /** Reads everything but what contains "bad". */
    private final class Parser implements DocumentParser {
        @Override
        public Document document(String organisation, ParserRequest request) {
            String text = new String(request.content(), StandardCharsets.UTF_8);
            asked.add(text);
            if (text.contains("bad")) {
                throw new UnreadableDocumentException("It is bad.", lasting);
            }
            var chunk = new Chunk("", text);
            return new Document(request.id(), "", "", "hash of " + text, List.of(chunk));
        }

        @Override
        public PageMarkup markup(String organisation, ParserRequest request) {
            document(organisation, request);
            return new PageMarkup(List.of(), Optional.empty(), Optional.empty(), List.of());
        }

        @Override
        public Optional<String> waiting(String organisation) {
            return Optional.empty();
        }
    }

    private final class Kept implements Readings {
        @Override
        public Optional<Reading> find(String id) {
            return Optional.ofNullable(kept.get(id));
        }

        @Override
        public void put(String id, Reading reading) {
            kept.put(id, reading);
        }

        @Override
        public void remove(String id) {
            kept.remove(id);
        }
    }

    /** As after a restart: only what is kept is known. */
    private DocumentReader reader() {
        return new DocumentReader(new Parser(), "org", new Kept());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String refusal(String id, String text) {
        return String.valueOf(
                assertThrows(
                                UnreadableDocumentException.class,
                                () -> reader().read(id, bytes(text), MediaKind.TEXT, ""))
                        .getMessage());
    }

    @Test
    @Tag("ING-24")
    void whatCouldNotBeReadIsNotTriedAgainUntilItChanges() {
        assertEquals("It is bad.", refusal("a", "bad"));
        assertEquals("It is bad.", refusal("a", "bad"));
        assertEquals(List.of("bad"), asked, "once");
        assertEquals("It is bad.", refusal("a", "bad too"));
        assertEquals("It is bad.", refusal("b", "bad"), "another document");
        assertEquals(List.of("bad", "bad too", "bad"), asked);
        reader().tryAgain("b");
        assertEquals("It is bad.", refusal("b", "bad"));
        assertEquals(4, asked.size(), asked::toString);
    }

    @Test
    void whatSaysNothingOfTheNextTimeIsTriedAgain() {
        lasting = false;
        assertEquals("It is bad.", refusal("a", "bad"));
        assertEquals("It is bad.", refusal("a", "bad"));
        assertEquals(2, asked.size(), asked::toString);
    }

    @Test
    @Tag("ING-24")
    void aPagesMarkupIsNotTriedAgainEither() {
        for (int i = 0; i < 2; i++) {
            assertThrows(
                    UnreadableDocumentException.class,
                    () -> reader().markup("a", bytes("bad"), ""));
        }
        assertEquals(List.of("bad"), asked);
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        for (String id : List.of("", "../a", "a//b", "a b", "ä")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> reader().read(id, bytes("text"), MediaKind.TEXT, ""),
                    id);
        }
        assertFalse(DocumentIds.isId("a".repeat(201)));
        assertTrue(DocumentIds.isId("a".repeat(200)));
    }

    /** An index that outlives the process. */
    private static final class Index implements DocumentSink {
        private final Map<String, String> hashes = new HashMap<>();
        private final List<String> told = new ArrayList<>();

        @Override
        public synchronized boolean has(String id) {
            return hashes.containsKey(id);
        }

        @Override
        public synchronized boolean keeps(String id, String hash, long bytes) {
            return hash.equals(hashes.get(id));
        }

        @Override
        public synchronized boolean changed(Document document, long bytes) {
            hashes.put(document.id(), document.hash());
            told.add(document.id());
            return true;
        }

        @Override
        public synchronized void gone(String id) {
            hashes.remove(id);
        }

        @Override
        public synchronized void failed(SourceProblem problem) {
            told.add(problem.id() + ": " + problem.reason());
        }

        @Override
        public void looked() {}
    }

    @Test
    @Tag("ING-24")
    void afterARestartOfAnIndexedFolderNothingIsReadOnceMore(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("a.md"), "fine");
        Files.writeString(folder.resolve("b.md"), "bad");
        var index = new Index();
        look(folder, index);
        assertEquals(List.of("a.md", "b.md: It is bad."), index.told.stream().sorted().toList());
        assertEquals(2, asked.size(), asked::toString);
        look(folder, index);
        assertEquals(2, asked.size(), asked::toString);
        assertEquals(2, index.told.stream().filter("b.md: It is bad."::equals).count(), "told");
        index.hashes.remove("a.md"); // it was lost
        Files.writeString(folder.resolve("b.md"), "good");
        look(folder, index);
        assertTrue(index.hashes.keySet().containsAll(List.of("a.md", "b.md")), "both");
        assertEquals(4, asked.size(), asked::toString);
    }

    private void look(Path folder, DocumentSink sink) throws InterruptedException {
        new PathSource(folder, 1000, reader(), Clock.systemUTC()).look().deliver(sink);
    }
}
