package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.ingestion.Workers;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.ingestion.web.PageReader.Fresh;
import io.zaaky.ingestion.web.WebUrl;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Indexes uploads. They are started in order of arrival, several documents at once, but one version
 * of a document at a time. The next process resumes those that still wait when this one ends.
 */
final class UploadSource implements DocumentSource {
    private static final Logger LOG = System.getLogger(UploadSource.class.getName());

    /**
     * An upload wakes the follower; this period is for uploads that came through another process.
     */
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final ChatbotKey key;
    private final UploadStore store;
    private final DocumentReader reader;
    private final PageReader pages;
    private final InstantSource clock;
    private final NavigableMap<String, Again> again = new ConcurrentSkipListMap<>();
    private final Map<String, SourceProblem> unreadable = new ConcurrentHashMap<>();
    private final Workers<Task> workers = new Workers<>(Workers.Limits.USUAL);
    private final LargePlace large = new LargePlace(Workers.Limits.USUAL);
    private final Map<Long, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private volatile Instant due = Instant.MIN;

    /**
     * A document to read again.
     *
     * @param lacking whether the index does not have it
     */
    private record Again(long bytes, boolean lacking) {}

    /**
     * A task for one document.
     *
     * @param sequence of the waiting version; empty if the served version is read again
     */
    private record Task(String id, long bytes, Optional<Long> sequence) {}

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

    /** The documents that could once be read but no longer can; other failures are in the store. */
    @Override
    public List<SourceProblem> problems() {
        return List.copyOf(unreadable.values());
    }

    @Override
    public Instant due() {
        return due;
    }

    /**
     * Records an arrival or a deletion; callers that wait for a replaced version wait no longer.
     */
    void arrived() {
        due = Instant.MIN;
        awaited.keySet().stream()
                .filter(sequence -> !store.isWaiting(key, sequence))
                .forEach(this::done);
        workers.wake();
    }

    /**
     * Marks a document to be read again.
     *
     * @param lacking whether the index does not have it; otherwise the current reader might read it
     *     differently
     */
    void again(String id, long bytes, boolean lacking) {
        again.put(id, new Again(bytes, lacking));
    }

    /** Whether the index lacks a document that is about to be added again. */
    boolean isLacking(String id) {
        Again found = again.get(id);
        return found != null && found.lacking();
    }

    /** The ids of such documents, in order, only those greater than {@code after}. */
    Stream<String> lacking(String after) {
        return again.tailMap(after, false).entrySet().stream()
                .filter(each -> each.getValue().lacking())
                .map(Map.Entry::getKey);
    }

    /** Forgets everything about a document's reading. */
    void forget(String id) {
        again.remove(id);
        unreadable.remove(id);
        reader.forget(id);
    }

    /**
     * What waiting uploads wait for, apart from their turn; a sentence, empty if there is nothing.
     */
    Optional<String> waiting() {
        return reader.waiting();
    }

    /**
     * Completes when that version has been indexed or has been tried without success, or is no
     * longer wanted.
     */
    CompletableFuture<Void> outcome(long sequence) {
        CompletableFuture<Void> outcome =
                awaited.computeIfAbsent(sequence, none -> new CompletableFuture<>());
        if (!store.isWaiting(key, sequence)) {
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
            workers.run(line(), task -> work(task, sink));
            well = true;
        } finally {
            if (!well) {
                due = Instant.MIN; // the index is down: everything is retried
            }
        }
    }

    /** Uploads that have arrived come first, then documents to read again. */
    private Workers.Line<Task> line() {
        return new Workers.Line<>() {
            @Override
            public Optional<Task> next(List<Task> busy, long below) {
                Set<String> ids = busy.stream().map(Task::id).collect(Collectors.toSet());
                return store.next(key, ids, below)
                        .map(
                                each ->
                                        new Task(
                                                each.id(),
                                                each.bytes(),
                                                Optional.of(each.sequence())))
                        .or(() -> lost(ids, below));
            }

            @Override
            public long bytes(Task task) {
                return large.bytes(task.id(), task.bytes());
            }
        };
    }

    private Optional<Task> lost(Set<String> busy, long below) {
        return again.entrySet().stream()
                .filter(each -> each.getValue().bytes() < below && !busy.contains(each.getKey()))
                .map(each -> new Task(each.getKey(), each.getValue().bytes(), Optional.empty()))
                .findFirst();
    }

    /** Processes a task; if it may not be processed now, it stays in the queue. */
    private void work(Task task, DocumentSink sink) throws InterruptedException {
        try {
            if (!large.take(task.id(), task.bytes())) {
                return;
            }
            if (task.sequence().isPresent()) {
                take(task.id(), task.sequence().get(), sink);
            } else {
                readAgain(task.id(), sink);
                again.remove(task.id());
            }
        } finally {
            large.leave(task.id());
        }
    }

    private void take(String id, long sequence, DocumentSink sink) throws InterruptedException {
        try {
            Optional<Upload> upload = store.waiting(key, sequence);
            if (upload.isPresent() && !take(upload.get(), sequence, sink)) {
                return;
            }
        } catch (UnreadableDocumentException e) {
            failed(id, sequence, String.valueOf(e.getMessage()), e.detail(), sink);
        } catch (QuotaExceededException e) {
            failed(id, sequence, String.valueOf(e.getMessage()), "", sink);
        } catch (PluginException e) {
            if (e.reason() != Reason.CANCELLED) {
                done(sequence); // for now: its state says why it waits
            }
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, key + ": " + id + " cannot be read", e);
            failed(id, sequence, "It can't be read: a fault of the server.", "", sink);
        }
        done(sequence);
        sink.looked();
    }

    /** Returns whether it was handled; if not, it is large, and another large one goes first. */
    private boolean take(Upload upload, long sequence, DocumentSink sink)
            throws InterruptedException {
        reader.tryAgain(upload.id()); // because it was sent again
        unreadable.remove(upload.id());
        boolean page = !upload.address().isEmpty(); // its size was unknown
        Upload whole = page ? fetched(upload) : upload;
        long bytes = whole.content().length;
        if (page) {
            store.sized(key, sequence, bytes);
        }
        if (!large.take(whole.id(), bytes)) {
            return false;
        }
        try (var _ = sink.turn(bytes)) {
            index(whole, sequence, sink);
        }
        return true;
    }

    private void index(Upload whole, long sequence, DocumentSink sink) {
        if (!store.isWaiting(key, sequence)) { // deleted or replaced before its turn
            forgotten(whole.id(), sink);
            return;
        }
        Document document = read(whole);
        boolean taken =
                !store.isWaiting(key, sequence) || sink.changed(document, whole.content().length);
        if (!taken) {
            String reason = "Another source has a document under this id.";
            failed(whole.id(), sequence, reason, "", sink);
        } else if (!store.indexed(key, sequence, whole)) {
            forgotten(whole.id(), sink);
        }
    }

    /**
     * Handles a version that was deleted while it was being indexed, or replaced; in that case the
     * next version follows.
     */
    private void forgotten(String id, DocumentSink sink) {
        if (store.note(key, id).isEmpty() && store.document(key, id).isEmpty()) {
            sink.gone(id);
        }
    }

    private void failed(String id, long sequence, String reason, String detail, DocumentSink sink) {
        sink.failed(new SourceProblem(id, id, reason, detail));
        store.failed(key, sequence, reason);
    }

    private Upload fetched(Upload upload) throws InterruptedException {
        Fresh page = pages.fetch(WebUrl.parse(upload.address()));
        return new Upload(upload.id(), upload.address(), page.kind(), page.given(), page.content());
    }

    private Document read(Upload upload) {
        return reader.read(upload.id(), upload.content(), upload.kind(), upload.given());
    }

    /**
     * Reads a document again. It could be read once; if it no longer can, the index keeps what it
     * has.
     */
    private void readAgain(String id, DocumentSink sink) throws InterruptedException {
        Optional<Upload> upload = store.document(key, id);
        if (upload.isEmpty()) {
            return; // removed since
        }
        long bytes = upload.get().content().length;
        try (var _ = sink.turn(bytes)) {
            var _ = sink.changed(read(upload.get()), bytes);
            if (!store.readAgain(key, id)) {
                forgotten(id, sink);
            }
        } catch (UnreadableDocumentException e) {
            var problem = new SourceProblem(id, id, String.valueOf(e.getMessage()));
            unreadable.put(id, problem);
            sink.failed(problem);
        }
        sink.looked();
    }
}
