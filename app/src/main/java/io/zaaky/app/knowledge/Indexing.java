package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Puts what one look found into the index, and says how far it is. */
final class Indexing implements DocumentSink {
    private static final Logger LOG = System.getLogger(Indexing.class.getName());
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    private final ChatbotKey key;
    private final Documents documents;
    private final DocumentSource source;
    private final Runnable learnt;
    private final long startNanos = System.nanoTime();
    private int looked;
    private int indexed;
    private int passages;
    private int removed;
    private long toldNanos = startNanos;

    /**
     * @param learnt called after each file or page
     */
    Indexing(ChatbotKey key, Documents documents, DocumentSource source, Runnable learnt) {
        this.key = key;
        this.documents = documents;
        this.source = source;
        this.learnt = learnt;
    }

    @Override
    public boolean has(String id) {
        return documents.has(source, id);
    }

    @Override
    public boolean changed(Document document, long bytes) {
        return switch (put(document, bytes)) {
            case Documents.Put.Known known -> true;
            case Documents.Put.Indexed put -> {
                indexed++;
                passages += document.chunks().size();
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

    /** What the index refuses for good is one document's trouble; the others go on. */
    private Documents.Put put(Document document, long bytes) {
        try {
            return documents.put(source, document, bytes);
        } catch (PluginException e) {
            if (e.reason() == Reason.REJECTED || e.reason() == Reason.BROKEN) {
                LOG.log(Level.WARNING, key + ": the index refuses " + document.id(), e);
                throw new UnreadableDocumentException(
                        "The index does not take it: " + e.getMessage());
            }
            throw e;
        }
    }

    @Override
    public void looked() {
        looked++;
        learnt.run();
        long now = System.nanoTime();
        if (indexed > 0 && now - toldNanos > PROGRESS.toNanos()) {
            toldNanos = now;
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
            removed++;
        }
    }

    @Override
    public void failed(SourceProblem problem) {
        LOG.log(
                Level.WARNING,
                "{0}: {1} is not indexed: {2}",
                key,
                problem.where(),
                problem.reason());
    }

    /** Says what has changed, if anything has. */
    void report() {
        if (indexed > 0 || removed > 0) {
            LOG.log(
                    Level.INFO,
                    "{0}: {1}: {2} documents ({3} passages) indexed, {4} removed, in {5} ms",
                    key,
                    source.name(),
                    indexed,
                    passages,
                    removed,
                    (System.nanoTime() - startNanos) / 1_000_000);
        }
    }
}
