package io.zaaky.retrieval.lucene;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * One chatbot's index on disk. A writer is open only while documents are written. Therefore the
 * indexes of the old and the reloaded configuration can coexist, and a process that dies leaves a
 * complete commit. Readers never wait for writers.
 */
final class IndexFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

    private static final Codec CODEC =
            new Lucene104Codec() {
                @Override
                public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return VectorLeg.FORMAT;
                }
            };

    /** How often this process, the only user of the data directory, has written to each folder. */
    private static final ConcurrentMap<Path, AtomicLong> WRITTEN = new ConcurrentHashMap<>();

    private final Path path;
    private final Commits commits = new Commits(this::commit);
    private final AtomicLong written;
    private volatile long seen = -1; // the value of written
    private Optional<Opened> opened = Optional.empty();

    private record Opened(Directory directory, Snapshots snapshots) {}

    IndexFolder(Path path) {
        this.path = path;
        written = WRITTEN.computeIfAbsent(path.toAbsolutePath().normalize(), _ -> new AtomicLong());
    }

    /** Reads from a snapshot. */
    interface Read<T> {
        T from(Snapshot snapshot) throws IOException;
    }

    /**
     * A change, which is committed completely or not at all. It may be called again if another
     * change in the same group failed.
     */
    interface Write {
        void to(IndexWriter writer) throws IOException;
    }

    /**
     * The result of {@code read} on the newest commit; {@code otherwise} if there is no index yet.
     */
    <T> T read(Read<T> read, T otherwise) {
        return guarded(
                () -> {
                    Optional<Opened> index = open();
                    if (index.isEmpty()) {
                        return otherwise;
                    }
                    Snapshots snapshots = index.get().snapshots();
                    refresh(snapshots);
                    return read(read, snapshots);
                });
    }

    /** Checks the disk only after a write, because checking takes longer than a small search. */
    private void refresh(Snapshots snapshots) throws IOException {
        long now = written.get();
        if (now != seen && snapshots.maybeRefresh()) {
            seen = now;
        }
    }

    private static <T> T read(Read<T> read, Snapshots snapshots) throws IOException {
        Snapshot snapshot = snapshots.acquire();
        try {
            return read.from(snapshot);
        } finally {
            snapshots.release(snapshot);
        }
    }

    /**
     * The change is durable and visible to searches on return. Concurrent callers share a commit,
     * but not a failure.
     */
    void write(Write write) {
        guarded(
                () -> {
                    commits.apply(write);
                    Optional<Opened> index = open();
                    if (index.isPresent()) {
                        index.get().snapshots().maybeRefreshBlocking();
                    }
                    return true;
                });
    }

    private void commit(List<Write> changes) throws IOException, InterruptedException {
        try (Directory directory = FSDirectory.open(path);
                IndexWriter writer = writer(directory)) {
            commit(changes, writer);
        } finally {
            written.incrementAndGet();
        }
    }

    private static void commit(List<Write> changes, IndexWriter writer) throws IOException {
        try {
            for (Write change : changes) {
                change.to(writer);
            }
            writer.commit();
        } catch (IOException | RuntimeException | Error e) {
            writer.rollback();
            throw e;
        }
    }

    /** Waits for the writer of the configuration before a reload, which finishes soon. */
    private IndexWriter writer(Directory directory) throws IOException, InterruptedException {
        long patience = LOCK_PATIENCE.toNanos();
        while (true) {
            long begin = System.nanoTime();
            try {
                return new IndexWriter(directory, config());
            } catch (LockObtainFailedException e) {
                Thread.sleep(LOCK_PAUSE);
                patience -= System.nanoTime() - begin;
                if (patience < 0) {
                    throw e;
                }
            }
        }
    }

    private static IndexWriterConfig config() {
        return new IndexWriterConfig()
                .setCodec(CODEC)
                .setMergeScheduler(new SerialMergeScheduler())
                .setCommitOnClose(false);
    }

    private synchronized Optional<Opened> open() throws IOException {
        if (opened.isEmpty() && Files.isDirectory(path)) {
            try {
                opened = openFolder();
            } catch (CorruptIndexException
                    | IndexFormatTooOldException
                    | IndexFormatTooNewException
                    | EOFException
                    | NoSuchFileException e) {
                setAside(e);
            }
        }
        return opened;
    }

    private Optional<Opened> openFolder() throws IOException {
        Directory directory = FSDirectory.open(path);
        boolean kept = false;
        try {
            if (!DirectoryReader.indexExists(directory)) {
                return Optional.empty();
            }
            var snapshots = new Snapshots(DirectoryReader.open(directory));
            kept = true;
            return Optional.of(new Opened(directory, snapshots));
        } finally {
            if (!kept) {
                directory.close();
            }
        }
    }

    /** An index that cannot be opened is kept for inspection; sources are indexed again. */
    private void setAside(IOException cause) throws IOException {
        try (Directory directory = FSDirectory.open(path);
                Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            lock.ensureValid();
            Path aside = path.resolveSibling(path.getFileName() + ".unreadable");
            for (int n = 2; Files.exists(aside); n++) {
                aside = path.resolveSibling(path.getFileName() + ".unreadable-" + n);
            }
            Files.move(path, aside);
            LOG.log(
                    System.Logger.Level.ERROR,
                    ("The index %s can't be opened (%s). It was moved to %s, and an empty one takes"
                         + " its place, into which folders, websites and uploads are indexed again"
                         + " by themselves.")
                            .formatted(path, cause, aside));
        }
    }

    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T guarded(Work<T> work) {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled(new InterruptedException());
        }
        try {
            return work.run();
        } catch (InterruptedException | ClosedByInterruptException e) {
            throw cancelled(e);
        } catch (LockObtainFailedException e) {
            throw failure(
                    "is locked by another process; does another server use this data directory?",
                    e);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException e) {
            throw failure(
                    "is damaged; move it away and restart, sources are then indexed again", e);
        } catch (IOException e) {
            throw failure("can't be read or written", e);
        }
    }

    private PluginException cancelled(Exception cause) {
        Thread.currentThread().interrupt();
        return new PluginException(Reason.CANCELLED, "interrupted at the index " + path, cause);
    }

    private PluginException failure(String what, Exception cause) {
        return new PluginException(
                Reason.UNAVAILABLE, "the index " + path + " " + what + " (" + cause + ")", cause);
    }

    @Override
    public synchronized void close() {
        if (opened.isPresent()) {
            try (Directory directory = opened.get().directory()) {
                LOG.log(System.Logger.Level.DEBUG, "closing the index {0}", directory);
                opened.get().snapshots().close();
            } catch (IOException e) {
                throw failure("can't be closed", e);
            }
        }
    }
}
