package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrieverProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract of every document index: what a search finds; that tenants are isolated; and that
 * documents are replaced in one step, are durable, stay complete when a process is killed, and can
 * be listed. Extend this class, define the provider and its storage, and run it.
 */
public abstract class DocumentIndexContract extends DocumentCrashTests {

    @Test
    public final void theServiceLoaderFindsTheProvider() {
        Installed.assertFound(RetrieverProvider.class, provider());
        Installed.assertFit(provider());
    }

    @Test
    public final void aKeyThatMeansNothingIsReported() {
        var settings = TestSettings.of(Map.of("no-such-key", "1"));
        provider().create(settings.settings(), context().with(embedding)).close();
        assertEquals(
                List.of("test.no-such-key"),
                settings.problems().stream().map(problem -> problem.path()).toList());
    }

    @Test
    public final void aDocumentCanBeLookedUp() {
        DocumentIndex index = index();
        Instant before = Instant.now().minusSeconds(60);
        var chunks = List.of(new Document.Chunk("h", "12345"), new Document.Chunk("", "678"));
        index.put(desk, new Document("a/b.md", "Title", "https://x.example/", "hash", chunks));
        DocumentInfo info = index.find(desk, "a/b.md").orElseThrow();
        assertEquals(
                new DocumentInfo(
                        "a/b.md", "Title", "https://x.example/", "hash", 2, 8, info.updatedAt()),
                info);
        assertTrue(info.updatedAt().isAfter(before), info.toString());
        assertEquals(List.of(info), index.list(desk, "", 10));
        assertEquals(1, index.count(desk));
        index.check();
    }

    @Test
    public final void aDocumentWithoutTextIsThereAllTheSame() {
        DocumentIndex index = index();
        index.put(desk, document("empty"));
        assertEquals(Optional.of(0), index.find(desk, "empty").map(DocumentInfo::chunks));
        assertEquals(1, index.count(desk));
        assertEquals(Retrieval.NOTHING, search(index, desk, "anything", 5));
    }

    @Test
    public final void documentsAreListedByCodePointInPages() {
        DocumentIndex index = index();
        List<String> ids = List.of("A", "a", "a/1", "b", "z", "é", "\uFFFD", "\uD800\uDC00");
        ids.reversed().forEach(id -> index.put(desk, document(id, "text")));
        List<String> listed = new ArrayList<>();
        String after = "";
        List<DocumentInfo> page = index.list(desk, after, 3);
        while (!page.isEmpty()) {
            assertTrue(page.size() <= 3, page.toString());
            page.forEach(info -> listed.add(info.id()));
            after = page.getLast().id();
            page = index.list(desk, after, 3);
        }
        assertEquals(ids, listed);
        assertEquals(ids.size(), index.count(desk));
        assertEquals("b", index.list(desk, "a/1zzz", 1).getFirst().id());
    }

    @Test
    public final void aReplacedDocumentShowsNothingOfTheOldOne() {
        DocumentIndex index = index();
        index.put(desk, document("a", "The old price is ten.", "More old text."));
        index.put(desk, document("a", "The new price is twelve."));
        assertEquals(
                List.of("The new price is twelve."), texts(search(index, desk, "old price", 10)));
        assertEquals(1, index.count(desk));
        assertEquals(Optional.of(1), index.find(desk, "a").map(DocumentInfo::chunks));
    }

    @Test
    @Tag("ING-16")
    public final void aSearchSeesTheOldOrTheNewPartsButNeverBothOrNone() throws Exception {
        DocumentIndex index = index();
        Document old = document("a", "old harbour one", "old harbour two", "old harbour three");
        Document fresh = document("a", "new harbour one", "new harbour two");
        index.put(desk, old);
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> readWhile(writing, index)));
            }
            try {
                for (int i = 0; i < 20; i++) {
                    index.put(desk, i % 2 == 0 ? fresh : old);
                }
            } finally {
                writing.set(false);
            }
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0, "a reader did not search at all");
            }
        }
    }

    private int readWhile(AtomicBoolean writing, DocumentIndex index) {
        int searches = 0;
        do {
            List<String> texts = texts(search(index, desk, "harbour", 10));
            long old = texts.stream().filter(text -> text.startsWith("old")).count();
            long fresh = texts.size() - old;
            assertTrue((old == 3 && fresh == 0) || (old == 0 && fresh == 2), texts.toString());
            searches++;
        } while (writing.get());
        return searches;
    }

    @Test
    @Tag("ING-18")
    public final void aRemovedDocumentIsGone() {
        DocumentIndex index = index();
        index.put(desk, document("a", "harbour"));
        index.put(desk, document("b", "quay"));
        assertTrue(index.remove(desk, "a"));
        assertFalse(index.remove(desk, "a"));
        assertEquals(Optional.empty(), index.find(desk, "a"));
        assertEquals(List.of("b"), ids(search(index, desk, "harbour", 5)));
        assertTrue(index.remove(desk, "b"));
        assertEquals(Retrieval.NOTHING, search(index, desk, "harbour", 5));
        assertEquals(0, index.count(desk));
    }

    @Test
    public final void anotherIndexOverTheSameStorageSeesEveryChangeAtOnce() {
        DocumentIndex first = index();
        DocumentIndex second = index();
        assertEquals(0, second.count(desk));
        first.put(desk, document("a", "harbour"));
        assertEquals(List.of("a"), ids(search(second, desk, "harbour", 5)));
        second.put(desk, document("a", "quay"));
        assertEquals(List.of("quay"), texts(search(first, desk, "harbour", 5)));
        close(first);
        second.put(desk, document("b", "pier"));
        assertEquals(2, index().count(desk));
    }

    @Test
    @Tag("ING-15")
    public final void documentsOfAnotherModelAreUnknownAndGetReplaced() {
        DocumentIndex before = index();
        before.put(desk, document("a", "harbour"));
        before.put(desk, document("b", "quay"));
        for (var model :
                List.of(
                        new FakeEmbedding("other", 384, Map.of()),
                        new FakeEmbedding("small", 16, Map.of()))) {
            DocumentIndex after = index(model);
            assertEquals(0, after.count(desk), model.model());
            assertEquals(List.of(), after.list(desk, "", 10), model.model());
            assertEquals(Optional.empty(), after.find(desk, "a"), model.model());
            assertEquals(Retrieval.NOTHING, search(after, desk, "harbour", 5), model.model());
            after.put(desk, document("a", "harbour"));
            assertEquals(List.of("a"), ids(search(after, desk, "harbour", 5)), model.model());
            assertEquals(1, after.count(desk), model.model());
        }
        assertEquals(Optional.empty(), index().find(desk, "a"), "the old one is still there");
    }

    @Test
    @Tag("ING-19")
    public final void textComesBackAsItWasPut() {
        DocumentIndex index = index();
        String text = "Ärger 🚢 كيف 今日 e\u0301 \"quoted\" 'single' \\ {} <b> %s $1\n\tline";
        index.put(desk, document("a", text));
        index.put(desk, document("nul", "before\0after"));
        assertEquals(text, texts(search(index, desk, "Ärger", 1)).getFirst());
        String nul = texts(search(index, desk, "before", 1)).getFirst();
        assertTrue(nul.startsWith("before") && nul.endsWith("after"), nul);
    }

    @Test
    public final void manyWritersAndReadersDoNotDisturbEachOther() throws Exception {
        DocumentIndex index = index();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String id = "d" + i;
                running.add(threads.submit(() -> index.put(desk, document(id, "text of " + id))));
                running.add(threads.submit(() -> search(index, desk, "text of " + id, 5)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertEquals(24, index.count(desk));
        assertEquals("d7", ids(search(index, desk, "d7", 1)).getFirst());
    }

    @Test
    public final void aPutThatFailsChangesNothing() throws Exception {
        DocumentIndex index = index();
        index.put(desk, document("a", "harbour"));
        embedding.failWith(Reason.UNAVAILABLE);
        PluginException e =
                assertThrows(PluginException.class, () -> index.put(desk, document("a", "quay")));
        assertEquals(Reason.UNAVAILABLE, e.reason());
        embedding.recover();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals(Reason.CANCELLED, threads.submit(() -> putInterrupted(index)).get());
        }
        assertEquals(List.of("harbour"), texts(search(index, desk, "quay", 5)));
    }

    private Reason putInterrupted(DocumentIndex index) {
        Thread.currentThread().interrupt();
        return assertThrows(PluginException.class, () -> index.put(desk, document("a", "quay")))
                .reason();
    }
}
