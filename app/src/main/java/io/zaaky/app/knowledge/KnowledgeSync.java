package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Changes;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.FileProblem;
import io.zaaky.ingestion.PathSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps one chatbot's index equal to the files of its {@code path} sources: looks at them every two
 * seconds, on a thread of its own, and indexes what has changed. A document that the index has
 * already, by its hash, is not embedded again. A file that two sources have under one id belongs to
 * the first.
 */
public final class KnowledgeSync implements AutoCloseable {
    private static final Logger LOG = System.getLogger(KnowledgeSync.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration PROGRESS = Duration.ofSeconds(2);
    private static final int PAGE = 500;

    /** Marks hashes of documents that come from files, so that others are left alone. */
    private static final String FROM_PATH = "path:";

    private final ChatbotKey key;
    private final DocumentIndex index;
    private final Map<Path, PathSource> sources = new LinkedHashMap<>();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final Map<String, Path> owners = new HashMap<>();
    private final Thread thread;
    private String lastFailure = "";
    private boolean swept;

    /**
     * @param paths files and folders
     * @param maxBytes larger files are not read
     */
    public KnowledgeSync(
            ChatbotKey key,
            DocumentIndex index,
            List<Path> paths,
            long maxBytes,
            DocumentReader reader,
            InstantSource clock) {
        this.key = key;
        this.index = index;
        paths.forEach(path -> sources.put(path, new PathSource(path, maxBytes, reader, clock)));
        this.thread = Thread.ofVirtual().name("knowledge " + key).unstarted(this::run);
    }

    /**
     * Starts looking. The future is done when everything has been tried once, also if some of it
     * failed.
     */
    public CompletableFuture<Void> start() {
        thread.start();
        return first;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean well = sync();
                first.complete(null);
                Thread.sleep(well ? PERIOD : AFTER_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, key + ": the documents are not synced any more", e);
        } finally {
            first.complete(null);
        }
    }

    /** Whether everything worked; what did not comes again with the next look. */
    private boolean sync() {
        try {
            sources.forEach(this::sync);
            if (!swept) {
                sweep();
                swept = true;
            }
            if (!lastFailure.isEmpty()) {
                LOG.log(Level.INFO, "{0}: the index answers again", key);
                lastFailure = "";
            }
            return true;
        } catch (PluginException e) {
            if (e.reason() == Reason.CANCELLED) {
                Thread.currentThread().interrupt();
            } else if (!lastFailure.equals(e.getMessage())) {
                lastFailure = String.valueOf(e.getMessage());
                LOG.log(
                        Level.WARNING,
                        "{0}: documents cannot be indexed, trying again: {1}",
                        key,
                        lastFailure);
            }
            return false;
        }
    }

    private void sync(Path path, PathSource source) {
        Changes changes = source.look();
        if (changes.isEmpty()) {
            warnIfEmpty(path);
            return;
        }
        var indexing = new Indexing(path, changes.files());
        changes.deliver(indexing);
        indexing.report();
        warnIfEmpty(path);
    }

    private void warnIfEmpty(Path path) {
        if (!swept && !owners.containsValue(path)) {
            LOG.log(Level.WARNING, "{0}: there are no documents in {1}", key, path);
        }
    }

    /** Removes what came from files that went while the server was not running. */
    private void sweep() {
        String after = "";
        List<DocumentInfo> page;
        do {
            page = index.list(key, after, PAGE);
            for (DocumentInfo document : page) {
                if (document.hash().startsWith(FROM_PATH) && !owners.containsKey(document.id())) {
                    index.remove(key, document.id());
                }
                after = document.id();
            }
        } while (page.size() == PAGE);
    }

    /** Puts what one look found into the index, and says how far it is. */
    private final class Indexing implements Changes.Sink {
        private final Path path;
        private final int files;
        private final long startNanos = System.nanoTime();
        private final Set<String> indexed = new HashSet<>();
        private int done;
        private int passages;
        private int removed;
        private long toldNanos = startNanos;

        Indexing(Path path, int files) {
            this.path = path;
            this.files = files;
        }

        @Override
        public void changed(Document document) {
            Path owner = owners.putIfAbsent(document.id(), path);
            done++;
            if (owner != null && !owner.equals(path)) {
                LOG.log(
                        Level.WARNING,
                        "{0}: {1} is both in {2} and in {3}; the first counts",
                        key,
                        document.id(),
                        owner,
                        path);
                return;
            }
            var ours =
                    new Document(
                            document.id(),
                            document.title(),
                            document.url(),
                            FROM_PATH + document.hash(),
                            document.chunks());
            if (index.find(key, ours.id())
                    .filter(known -> known.hash().equals(ours.hash()))
                    .isEmpty()) {
                index.put(key, ours);
                indexed.add(ours.id());
                passages += ours.chunks().size();
            }
            progress();
        }

        private void progress() {
            long now = System.nanoTime();
            if (!indexed.isEmpty() && now - toldNanos > PROGRESS.toNanos()) {
                toldNanos = now;
                LOG.log(Level.INFO, "{0}: indexing {1}: {2} of {3} files", key, path, done, files);
            }
        }

        @Override
        public void gone(String id) {
            if (owners.remove(id, path) && index.remove(key, id)) {
                removed++;
            }
        }

        @Override
        public void failed(FileProblem problem) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} is not indexed: {2}",
                    key,
                    problem.path(),
                    problem.reason());
        }

        void report() {
            if (!indexed.isEmpty() || removed > 0) {
                long millis = (System.nanoTime() - startNanos) / 1_000_000;
                LOG.log(
                        Level.INFO,
                        "{0}: {1}: {2} documents ({3} passages) indexed, {4} removed, in {5} ms",
                        key,
                        path,
                        indexed.size(),
                        passages,
                        removed,
                        millis);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
