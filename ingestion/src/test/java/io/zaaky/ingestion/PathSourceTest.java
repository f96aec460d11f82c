package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathSourceTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path outside;
    private Path folder = Path.of("");
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private PathSource source = source(folder);

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(outside.resolve("documents"));
        source = source(folder);
    }

    private PathSource source(Path root) {
        return new PathSource(root, 1000, RealReader.get(), () -> now);
    }

    /** Writes down what it is told. */
    private static final class Told implements DocumentSink {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public boolean has(String id) {
            return true;
        }

        @Override
        public void looked() {}

        @Override
        public boolean changed(Document document, long bytes) {
            lines.add("changed " + document.id() + ": " + document.chunks().getFirst().text());
            return true;
        }

        @Override
        public void gone(String id) {
            lines.add("gone " + id);
        }

        @Override
        public void failed(SourceProblem problem) {
            lines.add("failed " + problem.id() + ": " + problem.reason());
        }
    }

    /** Files are delivered at once, so in any order; here by their ids, behind all else. */
    private List<String> poll() throws InterruptedException {
        var told = new Told();
        source.look().deliver(told);
        return told.lines.stream()
                .sorted(
                        Comparator.comparing((String l) -> l.startsWith("changed ") ? l : "")
                                .thenComparing(l -> l.startsWith("failed ") ? l : ""))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        return file;
    }

    @Test
    void allReadableFilesOfAllFoldersAreDeliveredOnce() throws Exception {
        write("b.md", "bee");
        write("sub/deep/a.html", "<p>ay");
        write("c.txt", "see");
        write(".hidden.md", "hidden");
        write(".git/config.md", "hidden");
        write("image.png", "no");
        write("noending", "no");
        assertEquals(
                List.of("changed b.md: bee", "changed c.txt: see", "changed sub/deep/a.html: ay"),
                poll());
        assertTrue(source.look().isEmpty(), "nothing has changed");
    }

    @Test
    void aFileAloneIsASourceToo() throws Exception {
        source = source(write("sub/alone.md", "text"));
        assertEquals(List.of("changed alone.md: text"), poll());
        source = source(write("image.png", "no"));
        assertEquals(List.of("failed image.png: Files with this ending can't be read."), poll());
    }

    @Test
    void whatChangesAndGoesIsTold() throws Exception {
        Path file = write("a.md", "one");
        Path other = write("b.md", "bee");
        poll();
        write("a.md", "three");
        Files.delete(other);
        assertEquals(List.of("gone b.md", "changed a.md: three"), poll());
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(5)));
        assertEquals(List.of(), poll(), "touched, but the same");
    }

    @Test
    void aChangeThatLeavesSizeAndTimeIsSeenWhileTheFileIsYoung() throws Exception {
        Path file = write("a.md", "one");
        now = LONG_AGO.plusSeconds(1);
        assertEquals(List.of("changed a.md: one"), poll());
        write("a.md", "two");
        assertEquals(List.of("changed a.md: two"), poll());
        now = LONG_AGO.plusSeconds(60);
        assertEquals(List.of(), poll());
        assertTrue(source.look().isEmpty(), file + " has settled");
    }

    @Test
    void aReplacedFileWithTheSameSizeAndTimeIsSeen() throws Exception {
        write("a.md", "one");
        poll();
        Path other = write("new", "two");
        Files.move(
                other, folder.resolve("a.md"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(List.of("changed a.md: two"), poll());
    }

    @Test
    void oneBadFileStopsNoOtherAndIsToldOnce() throws Exception {
        write("a.md", "%PDF-1.7");
        write("b.md", "x".repeat(1001));
        write("c.md", "fine");
        assertEquals(
                List.of(
                        "failed a.md: It looks like a PDF file, but is damaged.",
                        "failed b.md: It is larger than 1000 bytes.",
                        "changed c.md: fine"),
                poll());
        assertEquals(List.of(), poll());
        write("b.md", "shorter");
        assertEquals(List.of("changed b.md: shorter"), poll());
        write("b.md", "x".repeat(1002));
        assertEquals(List.of("failed b.md: It is larger than 1000 bytes."), poll());
    }

    @Test
    void linksAreFollowedOnlyWithinTheFolder() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret.md"), "secret");
        write("real/a.md", "text");
        Files.createSymbolicLink(folder.resolve("inside.md"), folder.resolve("real/a.md"));
        Files.createSymbolicLink(folder.resolve("leak.md"), secret);
        Files.createSymbolicLink(folder.resolve("up"), outside);
        Files.createSymbolicLink(folder.resolve("real/loop"), folder);
        Files.createSymbolicLink(folder.resolve("void.md"), folder.resolve("nowhere"));
        assertEquals(
                List.of(
                        "failed leak.md: It is a link that leaves the folder, which is not"
                                + " followed.",
                        "failed real/loop: It is a link to a folder that it lies in.",
                        "failed up: It is a link that leaves the folder, which is not followed.",
                        "failed void.md: It is a link to something that is not there.",
                        "changed inside.md: text",
                        "changed real/a.md: text"),
                poll());
        assertEquals(List.of(), poll());
    }

    @Test
    void aFolderThatIsNotThereIsToldAndItsDocumentsAreNotGone() throws Exception {
        write("a.md", "text");
        poll();
        Path away = outside.resolve("away");
        Files.move(folder, away);
        assertEquals(
                List.of(
                        "failed documents: It is not there or can't be read"
                                + " (NoSuchFileException)."),
                poll());
        assertEquals(List.of(), poll(), "told once");
        Files.move(away, folder);
        assertEquals(List.of(), poll());
    }

    @Test
    void whatTheSinkDidNotTakeComesAgain() throws Exception {
        write("a.md", "ay");
        write("b.md", "bee");
        var told = new Told();
        var refusing =
                new DocumentSink() {
                    @Override
                    public boolean has(String id) {
                        return true;
                    }

                    @Override
                    public void looked() {}

                    @Override
                    public boolean changed(Document document, long bytes) {
                        if (document.id().equals("b.md")) {
                            throw new IllegalStateException("index down");
                        }
                        return told.changed(document, bytes);
                    }

                    @Override
                    public void gone(String id) {}

                    @Override
                    public void failed(SourceProblem problem) {}
                };
        assertThrows(IllegalStateException.class, () -> source.look().deliver(refusing));
        assertEquals(List.of("changed a.md: ay"), told.lines);
        assertEquals(List.of("changed b.md: bee"), poll());
    }
}
