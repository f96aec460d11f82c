package io.zaaky.app.knowledge;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An index in memory that says what is done to it. */
final class FakeIndex implements DocumentIndex {
    private static final long LIMIT_SECONDS = 30;

    final ConcurrentSkipListMap<String, Document> documents = new ConcurrentSkipListMap<>();
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
    volatile boolean down;

    /** The id of a document whose put waits for {@link #free}. */
    volatile String held = "";

    final CountDownLatch free = new CountDownLatch(1);

    /** The id of a document that it refuses. */
    volatile String refused = "";

    /** The id of a document that memory does not suffice for. */
    volatile String huge = "";

    /** The id of a document at which it has a bug. */
    volatile String faulty = "";

    /**
     * Waits for the next thing that is done: {@code put ID}, {@code remove ID} or {@code refused}.
     */
    String next() throws InterruptedException {
        String what = done.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (what == null) {
            throw new AssertionError(
                    "nothing was done to the index for "
                            + LIMIT_SECONDS
                            + " s; it holds "
                            + documents.keySet());
        }
        return what;
    }

    List<String> soFar() {
        return List.copyOf(done);
    }

    Document document(String id) {
        return Optional.ofNullable(documents.get(id))
                .orElseThrow(() -> new AssertionError("no " + id + " in " + documents.keySet()));
    }

    private void ensureUp() {
        if (down) {
            done.add("refused");
            throw new PluginException(Reason.UNAVAILABLE, "the index is down");
        }
    }

    private void await() {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "interrupted", e);
        }
    }

    @Override
    public void put(ChatbotKey chatbot, Document document) {
        ensureUp();
        if (document.id().equals(refused)) {
            throw new PluginException(Reason.REJECTED, "not this one");
        }
        if (document.id().equals(huge)) {
            throw new OutOfMemoryError("this one is huge");
        }
        if (document.id().equals(faulty)) {
            done.add("refused");
            throw new IllegalStateException("a bug");
        }
        if (document.id().equals(held)) {
            done.add("held");
            await();
        }
        documents.put(document.id(), document);
        done.add("put " + document.id());
    }

    @Override
    public boolean remove(ChatbotKey chatbot, String documentId) {
        ensureUp();
        boolean removed = documents.remove(documentId) != null;
        done.add("remove " + documentId);
        return removed;
    }

    @Override
    public Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId) {
        ensureUp();
        return Optional.ofNullable(documents.get(documentId)).map(FakeIndex::info);
    }

    @Override
    public List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit) {
        ensureUp();
        return documents.tailMap(after, false).values().stream()
                .limit(limit)
                .map(FakeIndex::info)
                .toList();
    }

    @Override
    public int count(ChatbotKey chatbot) {
        return documents.size();
    }

    @Override
    public Retrieval retrieve(RetrievalQuery query) {
        return Retrieval.NOTHING;
    }

    private static DocumentInfo info(Document document) {
        return new DocumentInfo(
                document.id(),
                document.title(),
                document.url(),
                document.hash(),
                document.chunks().size(),
                1,
                Instant.EPOCH);
    }
}
