package io.zaaky.ingestion;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file, or a folder with everything below it, polled repeatedly. Remembers only in memory what it
 * has delivered: after a restart, everything is delivered once more, and the documents' hashes show
 * what an index already has. Used by one thread at a time, which lets several other threads deliver
 * files, each a different one; therefore the state is kept per file.
 */
public final class PathSource implements DocumentSource {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    /**
     * A file modified more recently than this may change again without a change of its time or
     * size.
     */
    private static final Duration SETTLES_AFTER = Duration.ofSeconds(2);

    private final Path root;
    private final long maxBytes;
    private final DocumentReader reader;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, FileProblem> told = new ConcurrentHashMap<>();
    private final Workers<SourceFile> workers = new Workers<>(Workers.Limits.USUAL);
    private Instant due = Instant.MIN;

    /**
     * @param contentHash the hash of the delivered content
     * @param settled whether an equal state means equal content
     */
    record Seen(SourceFile file, String contentHash, boolean settled) {}

    /**
     * Does no I/O.
     *
     * @param root a file or a folder
     * @param maxBytes the size limit; larger files are reported, not read
     */
    public PathSource(Path root, long maxBytes, DocumentReader reader, InstantSource clock) {
        this.root = root.toAbsolutePath().normalize();
        this.maxBytes = maxBytes;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public String name() {
        return root.toString();
    }

    @Override
    public Kind kind() {
        return Kind.PATH;
    }

    @Override
    public List<SourceProblem> problems() {
        return told.values().stream().map(FileProblem::told).toList();
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public void sync(DocumentSink sink) throws InterruptedException {
        look().deliver(sink);
        due = clock.instant().plus(PERIOD);
    }

    /**
     * Compares the files with what has been delivered. Cheap: reads sizes and times, but no
     * content. If the folder cannot be read at all, that is a problem, and none of its documents
     * counts as deleted.
     */
    public Changes look() {
        Instant now = clock.instant();
        try {
            FolderWalk walk = FolderWalk.of(root);
            List<SourceFile> changed = new ArrayList<>();
            walk.files().values().stream().filter(this::isNew).forEach(changed::add);
            told.keySet()
                    .removeIf(
                            id ->
                                    !walk.problems().containsKey(id)
                                            && !walk.files().containsKey(id));
            return new Changes(this, reader, now, changed, gone(walk), untold(walk.problems()));
        } catch (IOException e) {
            Path name = root.getFileName();
            String id = DocumentIds.of(name == null ? "root" : name.toString());
            String reason =
                    "It is not there or can't be read (" + e.getClass().getSimpleName() + ").";
            var problem = new FileProblem(id, root, reason);
            return new Changes(
                    this, reader, now, List.of(), List.of(), untold(Map.of(id, problem)));
        }
    }

    private boolean isNew(SourceFile file) {
        Seen last = seen.get(file.id());
        return last == null || !last.settled() || !last.file().equals(file);
    }

    /** The ids of deleted files, except those in folders that cannot be read at the moment. */
    private List<String> gone(FolderWalk walk) {
        return seen.values().stream()
                .map(Seen::file)
                .filter(file -> !walk.files().containsKey(file.id()))
                .filter(
                        file ->
                                walk.problems().values().stream()
                                        .noneMatch(p -> file.path().startsWith(p.path())))
                .map(SourceFile::id)
                .sorted()
                .toList();
    }

    private List<FileProblem> untold(Map<String, FileProblem> problems) {
        return problems.values().stream().filter(p -> !p.equals(told.get(p.id()))).toList();
    }

    boolean isUntold(FileProblem problem) {
        return !problem.equals(told.get(problem.id()));
    }

    void told(FileProblem problem) {
        told.put(problem.id(), problem);
    }

    void forget(String id) {
        seen.remove(id);
        told.remove(id);
    }

    void recovered(String id) {
        told.remove(id);
    }

    Workers<SourceFile> workers() {
        return workers;
    }

    long maxBytes() {
        return maxBytes;
    }

    boolean hasContent(String id, String contentHash) {
        Seen last = seen.get(id);
        return last != null && last.contentHash().equals(contentHash);
    }

    void delivered(SourceFile file, String contentHash, Instant looked) {
        boolean settled = file.state().modified().isBefore(looked.minus(SETTLES_AFTER));
        seen.put(file.id(), new Seen(file, contentHash, settled));
    }
}
