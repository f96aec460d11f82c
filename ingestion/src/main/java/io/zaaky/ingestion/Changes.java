package io.zaaky.ingestion;

import io.zaaky.spi.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The changes that {@link PathSource#look()} found. Used once, by the same thread. */
public final class Changes {
    private final PathSource source;
    private final Instant looked;
    private final List<SourceFile> files;
    private final List<String> gone;
    private final List<FileProblem> problems;
    private final DocumentReader reader;

    Changes(
            PathSource source,
            DocumentReader reader,
            Instant looked,
            List<SourceFile> files,
            List<String> gone,
            List<FileProblem> problems) {
        this.source = source;
        this.reader = reader;
        this.looked = looked;
        this.files = List.copyOf(files);
        this.gone = List.copyOf(gone);
        this.problems = List.copyOf(problems);
    }

    public boolean isEmpty() {
        return files.isEmpty() && gone.isEmpty() && problems.isEmpty();
    }

    /** How many files will be read; an upper bound for the number of documents. */
    public int files() {
        return files.size();
    }

    /**
     * Reads the changed files and reports them to {@code sink}. Several files are read at once;
     * they are started in the order of their ids.
     */
    public void deliver(DocumentSink sink) throws InterruptedException {
        for (FileProblem problem : problems) {
            fail(problem, sink);
        }
        for (String id : gone) {
            sink.gone(id);
            source.forget(id);
            reader.forget(id);
        }
        source.workers()
                .run(
                        new Left(files),
                        file -> {
                            deliver(file, sink);
                            sink.looked();
                        });
    }

    /** The files that have not been started yet. */
    private record Left(Deque<SourceFile> left) implements Workers.Line<SourceFile> {
        Left(List<SourceFile> all) {
            this(new ArrayDeque<>(all));
        }

        @Override
        public Optional<SourceFile> next(List<SourceFile> busy, long below) {
            Optional<SourceFile> next =
                    left.stream().filter(file -> bytes(file) < below).findFirst();
            next.ifPresent(left::remove);
            return next;
        }

        @Override
        public long bytes(SourceFile file) {
            return file.state().size();
        }
    }

    private void deliver(SourceFile file, DocumentSink sink) {
        try {
            byte[] content = content(file);
            String fingerprint =
                    DocumentReader.fingerprint(file.id(), content, file.kind(), Given.NOTHING);
            if (!source.hasContent(file.id(), fingerprint) && !isKept(file, fingerprint, sink)) {
                bring(file, content, fingerprint, sink);
            }
            source.delivered(file, fingerprint, looked);
            source.recovered(file.id());
        } catch (UnreadableDocumentException e) {
            fail(problem(file, String.valueOf(e.getMessage())), sink);
            source.delivered(file, "", looked);
        } catch (NoSuchFileException e) {
            // deleted since the look; the next look reports it
        } catch (IOException e) {
            fail(problem(file, "It can't be read: " + e.getClass().getSimpleName() + "."), sink);
        }
    }

    /** Whether the index already has this content; an earlier process may have read it. */
    private boolean isKept(SourceFile file, String fingerprint, DocumentSink sink) {
        return reader.find(file.id(), fingerprint)
                .filter(read -> !read.isRefused())
                .filter(read -> sink.keeps(file.id(), read.hash(), file.state().size()))
                .isPresent();
    }

    private void bring(SourceFile file, byte[] content, String fingerprint, DocumentSink sink) {
        Document document = reader.read(file.id(), content, file.kind(), Given.NOTHING);
        if (sink.changed(document, content.length)) {
            reader.indexed(file.id(), fingerprint, document.hash());
        }
    }

    private byte[] content(SourceFile file) throws IOException {
        long limit = source.maxBytes();
        if (file.state().size() > limit) {
            throw tooLarge(limit);
        }
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] content = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (content.length > limit) {
                throw tooLarge(limit);
            }
            return content;
        }
    }

    private static UnreadableDocumentException tooLarge(long limit) {
        return new UnreadableDocumentException("It is larger than " + limit + " bytes.");
    }

    private void fail(FileProblem problem, DocumentSink sink) {
        if (source.isUntold(problem)) {
            sink.failed(problem.told());
            source.told(problem);
        }
    }

    private static FileProblem problem(SourceFile file, String reason) {
        return new FileProblem(file.id(), file.path(), reason);
    }
}
