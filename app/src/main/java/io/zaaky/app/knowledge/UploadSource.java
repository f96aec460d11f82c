package io.zaaky.app.knowledge;

import io.zaaky.app.knowledge.UploadStore.Arrival;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.ingestion.web.PageReader.Fresh;
import io.zaaky.ingestion.web.WebUrl;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Indexes what was uploaded, in the order in which it came. What waits when the process ends is
 * taken up by the next one.
 */
final class UploadSource implements DocumentSource {
    private static final Logger LOG = System.getLogger(UploadSource.class.getName());

    /** Whoever puts something in wakes the follower; this is for what another process put. */
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final ChatbotKey key;
    private final UploadStore store;
    private final DocumentReader reader;
    private final PageReader pages;
    private final InstantSource clock;
    private final Queue<String> again = new ConcurrentLinkedQueue<>();
    private final Map<Long, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private volatile Instant due = Instant.MIN;

    UploadSource(
            ChatbotKey key,
            UploadStore store,
            DocumentReader reader,
            PageReader pages,
            InstantSource clock) {
        this.key = key;
        this.store = store;
        this.reader = reader;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "uploads";
    }

    @Override
    public Kind kind() {
        return Kind.UPLOAD;
    }

    /** None: what failed is in the store. */
    @Override
    public List<SourceProblem> problems() {
        return List.of();
    }

    @Override
    public Instant due() {
        return due;
    }

    /** Something has arrived. */
    void arrived() {
        due = Instant.MIN;
    }

    /** The index lacks a document, or it would be read otherwise now. */
    void again(String id) {
        again.add(id);
    }

    /** Done when that version has been indexed, has failed or is wanted no more. */
    CompletableFuture<Void> outcome(long sequence) {
        CompletableFuture<Void> outcome =
                awaited.computeIfAbsent(sequence, none -> new CompletableFuture<>());
        if (!store.isWaiting(sequence)) {
            done(sequence);
        }
        return outcome;
    }

    private void done(long sequence) {
        Optional.ofNullable(awaited.remove(sequence)).ifPresent(each -> each.complete(null));
    }

    @Override
    public void sync(DocumentSink sink) throws InterruptedException {
        due = clock.instant().plus(PERIOD);
        boolean well = false;
        try {
            Optional<Arrival> next = store.next(key);
            while (next.isPresent()) {
                take(next.get(), sink);
                next = store.next(key);
            }
            for (String id = again.peek(); id != null; id = again.peek()) {
                readAgain(id, sink);
                again.remove();
            }
            well = true;
        } finally {
            if (!well) {
                arrived(); // the index is down: all of it comes again
            }
        }
    }

    private void take(Arrival arrival, DocumentSink sink) throws InterruptedException {
        Upload upload = arrival.upload();
        try {
            Upload whole = upload.address().isEmpty() ? upload : fetched(upload);
            if (!index(whole, arrival.sequence(), sink)) {
                failed(arrival, "Another source has a document under this id.", sink);
            } else if (!store.indexed(key, arrival.sequence(), whole)) {
                forgotten(upload.id(), sink);
            }
        } catch (UnreadableDocumentException e) {
            failed(arrival, String.valueOf(e.getMessage()), sink);
        } catch (PluginException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, key + ": " + upload.id() + " cannot be read", e);
            failed(arrival, "It can't be read: a fault of the server.", sink);
        }
        done(arrival.sequence());
        sink.looked();
    }

    /** Deleted while it was being indexed; or replaced, then the next version follows. */
    private void forgotten(String id, DocumentSink sink) {
        if (store.note(key, id).isEmpty() && store.document(key, id).isEmpty()) {
            sink.gone(id);
        }
    }

    private void failed(Arrival arrival, String reason, DocumentSink sink) {
        String id = arrival.upload().id();
        sink.failed(new SourceProblem(id, id, reason));
        store.failed(arrival.sequence(), reason);
    }

    private Upload fetched(Upload upload) throws InterruptedException {
        Fresh page = pages.fetch(WebUrl.parse(upload.address()));
        return new Upload(upload.id(), upload.address(), page.kind(), page.given(), page.content());
    }

    private boolean index(Upload upload, long sequence, DocumentSink sink) {
        Document document = read(upload);
        return !store.isWaiting(sequence) || sink.changed(document, upload.content().length);
    }

    private Document read(Upload upload) {
        return reader.read(upload.id(), upload.content(), upload.kind(), upload.given());
    }

    /** It could be read once; if it can't any more, the index keeps what it has. */
    private void readAgain(String id, DocumentSink sink) {
        Optional<Upload> upload = store.document(key, id);
        if (upload.isEmpty()) {
            return; // removed since
        }
        try {
            var _ = sink.changed(read(upload.get()), upload.get().content().length);
            store.readAgain(key, id);
        } catch (UnreadableDocumentException e) {
            sink.failed(new SourceProblem(id, id, String.valueOf(e.getMessage())));
        }
        sink.looked();
    }
}
