package io.zaaky.retrieval.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.retrieval.hybrid.Language;
import io.zaaky.retrieval.hybrid.Legs;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.testkit.FakeEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LuceneDocumentIndexTest {
    private static final ChatbotKey DESK = new ChatbotKey("harbor", "desk");

    @TempDir private Path root = Path.of("");
    private final FakeEmbedding embedding = new FakeEmbedding();

    private LuceneDocumentIndex index() {
        return new LuceneDocumentIndex(new HybridSettings(Language.EN, Legs.BOTH), root, embedding);
    }

    private static Document document(String id, String... texts) {
        return new Document(
                id,
                "",
                "",
                "hash",
                Stream.of(texts).map(text -> new Document.Chunk("", text)).toList());
    }

    private static List<String> search(LuceneDocumentIndex index, String text, int topK) {
        return index.retrieve(new RetrievalQuery(DESK, text, topK)).passages().stream()
                .map(Passage::text)
                .toList();
    }

    @Test
    void lookingDoesNotMakeAFolder() {
        try (LuceneDocumentIndex index = index()) {
            assertEquals(Retrieval.NOTHING, index.retrieve(new RetrievalQuery(DESK, "x", 5)));
            assertEquals(0, index.count(DESK));
            assertFalse(index.remove(DESK, "a"));
        }
        assertFalse(Files.exists(root.resolve("harbor")), "a search made a folder");
    }

    @Test
    void everyChatbotHasAFolderOfItsOwn() {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "x"));
            index.put(new ChatbotKey("harbor", "crew"), document("a", "x"));
        }
        assertTrue(Files.isDirectory(root.resolve("harbor/desk")));
        assertTrue(Files.isDirectory(root.resolve("harbor/crew")));
    }

    @Test
    void aPassageTellsTheQuestionsWordsThatItHoldsWhicheverSegmentItIsIn() {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "A boat in the harbour.", "No boats."));
            index.put(DESK, document("b", "The quay.", "A harbour of 10 m depth."));
            index.put(DESK, document("c", "Nothing."));
            Retrieval found =
                    index.retrieve(
                            new RetrievalQuery(DESK, "Harbours for boats of 10 m, or berths?", 9));
            assertEquals(
                    Map.of(
                            "A boat in the harbour.", List.of("Harbours", "boats"),
                            "No boats.", List.of("boats"),
                            "The quay.", List.of(),
                            "A harbour of 10 m depth.", List.of("Harbours", "10 m"),
                            "Nothing.", List.of()),
                    found.passages().stream()
                            .collect(Collectors.toMap(Passage::text, Passage::words)));
            assertEquals(List.of("Harbours", "boats", "10 m", "berths"), found.evidence().words());
            assertEquals(List.of("berths"), found.evidence().unknown());
        }
    }

    @Test
    void anUnchangedChunkIsNotEmbeddedAgain() {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "one", "two", "three"));
            long before = embedding.embedded();
            index.put(DESK, document("a", "zero", "one", "two", "three"));
            assertEquals(1, embedding.embedded() - before);
            assertEquals(List.of("two"), search(index, "two", 1));
        }
    }

    @Test
    @Tag("DUR-08")
    void aDamagedIndexIsSetAsideAndDoesNotStopTheServer() throws IOException {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "harbour"));
        }
        Path folder = root.resolve("harbor/desk");
        for (Path file : files(folder)) {
            if (file.getFileName().toString().startsWith("segments_")) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        try (LuceneDocumentIndex index = index()) {
            assertEquals(0, index.count(DESK));
            index.put(DESK, document("b", "quay"));
            assertEquals(List.of("quay"), search(index, "quay", 5));
        }
        assertTrue(Files.isDirectory(root.resolve("harbor/desk.unreadable")), "not kept");
    }

    @Test
    @Tag("DUR-08")
    void anIndexWithAMissingFileIsSetAsideToo() throws IOException {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "harbour"));
        }
        for (Path file : files(root.resolve("harbor/desk"))) {
            if (file.getFileName().toString().endsWith(".si")) {
                Files.delete(file);
            }
        }
        try (LuceneDocumentIndex index = index()) {
            assertEquals(0, index.count(DESK));
            index.put(DESK, document("b", "quay"));
            assertEquals(1, index.count(DESK));
        }
    }

    /** A process that is killed while it writes leaves files that no commit knows. */
    @Test
    @Tag("DUR-07")
    void leftoversOfAWriterThatDiedDoNoHarm() throws IOException {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "harbour"));
        }
        Path folder = root.resolve("harbor/desk");
        Files.write(folder.resolve("_7.cfs"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("pending_segments_9"), new byte[] {1});
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("b", "quay"));
            assertEquals(2, index.count(DESK));
        }
    }

    /**
     * Enough chunks in one segment for a graph, which must find what comparing all would. The words
     * asked for are in no chunk, so that only the vectors can find theirs.
     */
    @Test
    void alsoALargeIndexFindsTheNearest() {
        int chunks = 25_000;
        Map<String, String> meanings = new HashMap<>();
        for (int i = 0; i < chunks; i += 997) {
            meanings.put("asked" + i, "word" + i);
        }
        var small = new FakeEmbedding("small", 16, meanings);
        try (var index =
                new LuceneDocumentIndex(
                        new HybridSettings(Language.NONE, Legs.BOTH), root, small)) {
            String[] texts =
                    IntStream.range(0, chunks).mapToObj(i -> "word" + i).toArray(String[]::new);
            index.put(DESK, document("large", texts));
            for (int i = 0; i < chunks; i += 997) {
                assertEquals(List.of("word" + i), search(index, "asked" + i, 1));
            }
            assertEquals(100, search(index, "another question", 100).size());
        }
    }

    @Test
    void aPutWaitsForTheWriterOfAnOlderConfiguration() throws Exception {
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("a", "harbour"));
            var failures = new ConcurrentLinkedQueue<Throwable>();
            Thread waiting =
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                            .unstarted(() -> index.put(DESK, document("b", "quay")));
            try (Directory directory = FSDirectory.open(root.resolve("harbor/desk"));
                    Lock held = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
                held.ensureValid();
                waiting.start();
                while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
                    Thread.onSpinWait();
                }
                assertEquals(1, index.count(DESK));
            }
            waiting.join();
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(2, index.count(DESK));
        }
    }

    @Test
    void configurationsSideBySideSeeWhatEachOtherWrites() {
        try (LuceneDocumentIndex old = index();
                LuceneDocumentIndex next = index()) {
            old.put(DESK, document("a", "harbour"));
            assertEquals(1, next.count(DESK));
            old.put(DESK, document("b", "quay"));
            assertEquals(2, next.count(DESK));
            next.remove(DESK, "a");
            assertEquals(List.of("quay"), search(old, "quay", 5));
        }
    }

    @Test
    void putsThatComeTogetherShareCommitsAndAreDurableAndVisibleOnReturn() throws Exception {
        int threads = 8;
        int each = 10;
        try (LuceneDocumentIndex index = index()) {
            index.put(DESK, document("first", "x"));
            long before = generation();
            together(
                    threads,
                    thread -> {
                        for (int i = 0; i < each; i++) {
                            String id = "t" + thread + "-" + i;
                            index.put(DESK, document(id, "word" + id));
                            assertTrue(index.find(DESK, id).isPresent(), id);
                        }
                    });
            int commits = (int) (generation() - before);
            assertTrue(commits < threads * each, commits + " commits");
            assertEquals(1 + threads * each, index.count(DESK));
        }
        try (LuceneDocumentIndex index = index()) {
            assertEquals(1 + threads * each, index.count(DESK));
        }
    }

    /** The number of the last commit. */
    private long generation() throws IOException {
        try (Directory directory = FSDirectory.open(root.resolve("harbor/desk"))) {
            return SegmentInfos.getLastCommitGeneration(directory);
        }
    }

    private static void together(int threads, IntConsumer work) throws Exception {
        var begin = new CyclicBarrier(threads);
        List<Future<?>> running = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(
                        pool.submit(
                                () -> {
                                    begin.await();
                                    work.accept(thread);
                                    return true;
                                }));
            }
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
