package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.DocumentSource.Kind;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Adds a source's documents to the index and logs the progress. For uploads, which arrive one by
 * one, it logs once for several checks. Safe for use by many threads: the counters are changed
 * under a lock that is never held while a document is added.
 */
final class Indexing implements DocumentSink {
    private static final Logger LOG = System.getLogger(Indexing.class.getName());

    /** The time until the first progress line; it doubles each time, up to half a minute. */
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    private static final Duration MOST = Duration.ofSeconds(30);

    /** The minimum time between two lines about uploads. */
    static final Duration QUIET = Duration.ofSeconds(5);

    private final ChatbotKey key;
    private final Documents documents;
    private final DocumentSource source;
    private final Runnable learnt;
    private final ReentrantLock counting = new ReentrantLock();
    private int looked; // this field and the next ones: guarded by the lock
    private int indexed;
    private int passages;
    private int removed;
    private long startNanos = System.nanoTime();
    private long toldNanos = startNanos;
    private Duration progress = PROGRESS;

    /**
     * @param learnt called after each file or page, by the thread that processed it
     */
    Indexing(ChatbotKey key, Documents documents, DocumentSource source, Runnable learnt) {
        this.key = key;
        this.documents = documents;
        this.source = source;
        this.learnt = learnt;
    }

    /** Begins another check. */
    void begin() {
        counted(
                () -> {
                    if (indexed == 0 && removed == 0) {
                        startNanos = System.nanoTime();
                    }
                });
    }

    private void counted(Runnable count) {
        counting.lock();
        try {
            count.run();
        } finally {
            counting.unlock();
        }
    }

    @Override
    public Turn turn(long bytes) throws InterruptedException {
        if (source.kind() != Kind.PATH) {
            documents.room().check();
        }
        return documents.turn(bytes);
    }

    @Override
    public boolean has(String id) {
        return documents.has(source, id);
    }

    @Override
    public boolean keeps(String id, String hash, long bytes) {
        return documents.keeps(source, id, hash, bytes);
    }

    @Override
    public boolean changed(Document document, long bytes) {
        return switch (put(document, bytes)) {
            case Documents.Put.Known known -> true;
            case Documents.Put.Indexed put -> {
                int chunks = document.chunks().size();
                LOG.log(
                        Level.DEBUG,
                        "{0}: {1} is indexed, in {2} passages",
                        key,
                        document.id(),
                        chunks);
                counted(
                        () -> {
                            indexed++;
                            passages += chunks;
                        });
                yield true;
            }
            case Documents.Put.Foreign(String owner) -> {
                LOG.log(
                        Level.WARNING,
                        "{0}: {1} is both in {2} and in {3}; the first counts",
                        key,
                        document.id(),
                        owner,
                        source.name());
                yield false;
            }
        };
    }

    /**
     * Adds a document. A permanent refusal by the index fails only that document; the others
     * continue.
     */
    private Documents.Put put(Document document, long bytes) {
        try {
            return documents.put(source, document, bytes);
        } catch (QuotaExceededException e) {
            throw new UnreadableDocumentException(String.valueOf(e.getMessage()));
        } catch (PluginException e) {
            if (e.reason() == Reason.REJECTED || e.reason() == Reason.BROKEN) {
                LOG.log(Level.WARNING, key + ": the index refuses " + document.id(), e);
                throw new UnreadableDocumentException(
                        "The index does not take it: " + e.getMessage());
            }
            if (e.reason() != Reason.CANCELLED) {
                documents
                        .troubles()
                        .failed(source.kind(), document.id(), String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (OutOfMemoryError e) {
            LOG.log(Level.WARNING, key + ": no memory for " + document.id(), e);
            throw new UnreadableDocumentException(UnreadableDocumentException.NO_MEMORY);
        }
    }

    @Override
    public void looked() {
        learnt.run();
        counted(
                () -> {
                    looked++;
                    if (source.kind() == Kind.UPLOAD) {
                        var _ = report();
                    } else {
                        progress();
                    }
                });
    }

    private void progress() {
        long now = System.nanoTime();
        if (indexed > 0 && now - toldNanos > progress.toNanos()) {
            toldNanos = now;
            Duration next = progress.multipliedBy(2);
            progress = next.compareTo(MOST) < 0 ? next : MOST;
            LOG.log(
                    Level.INFO,
                    "{0}: {1}: {2} looked at, {3} indexed so far",
                    key,
                    source.name(),
                    looked,
                    indexed);
        }
    }

    @Override
    public void gone(String id) {
        if (documents.remove(source, id)) {
            counted(() -> removed++);
        }
    }

    @Override
    public void failed(SourceProblem problem) {
        if (source.kind() == DocumentSource.Kind.UPLOAD) {
            documents.uploadFailed();
        }
        String detail = problem.detail().isEmpty() ? "" : " (" + problem.detail() + ")";
        LOG.log(
                Level.WARNING,
                "{0}: {1} is not indexed: {2}{3}",
                key,
                problem.where(),
                problem.reason(),
                detail);
    }

    /**
     * Logs the changes since the last line, if there are any; for uploads, at most once every few
     * seconds. Returns whether everything has been logged.
     */
    boolean report() {
        counting.lock();
        try {
            long now = System.nanoTime();
            boolean untold = indexed > 0 || removed > 0;
            boolean tooEarly = source.kind() == Kind.UPLOAD && now - toldNanos < QUIET.toNanos();
            if (untold && !tooEarly) {
                tell(now);
            }
            return !untold || !tooEarly;
        } finally {
            counting.unlock();
        }
    }

    private void tell(long now) {
        LOG.log(
                Level.INFO,
                "{0}: {1}: {2} documents ({3} passages) indexed, {4} removed, in {5} ms",
                key,
                source.name(),
                indexed,
                passages,
                removed,
                (now - startNanos) / 1_000_000);
        toldNanos = now;
        startNanos = now;
        progress = PROGRESS;
        indexed = 0;
        passages = 0;
        removed = 0;
    }
}
