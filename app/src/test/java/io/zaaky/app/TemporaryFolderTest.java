package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("OPS-30")
class TemporaryFolderTest {
    private static final long DEAD = 4_000_000_000L; // more than any system has

    @TempDir Path base;

    private Path folder(long pid) throws IOException {
        Path folder = Files.createDirectory(base.resolve("zaaky-" + pid + "-aB3xYz"));
        Files.writeString(folder.resolve("in-use"), "");
        Files.createDirectories(folder.resolve("onnxruntime-java1"));
        Files.writeString(folder.resolve("onnxruntime-java1/libonnxruntime.so"), "library");
        return folder;
    }

    private void start() throws IOException {
        Path own = Files.createDirectory(base.resolve("zaaky-" + pid() + "-oWn123"));
        try (var _ = TemporaryFolder.take(own.toString())) {
            assertTrue(Files.isDirectory(own), "its own folder is gone");
        }
        assertFalse(Files.exists(own), "its own folder is left");
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAtTheNextStart() throws IOException {
        Path left = folder(DEAD);
        start();
        assertFalse(Files.exists(left));
    }

    @Test
    void whatALivingProcessUsesStays() throws IOException {
        Path living = folder(pid());
        Path locked = folder(DEAD); // of a process that has another number here
        try (var channel = FileChannel.open(locked.resolve("in-use"), StandardOpenOption.WRITE)) {
            assertTrue(channel.tryLock().isValid());
            start();
        }
        assertTrue(Files.exists(living.resolve("onnxruntime-java1/libonnxruntime.so")));
        assertTrue(Files.exists(locked.resolve("onnxruntime-java1/libonnxruntime.so")));
    }

    @Test
    void whatOnlyBeginsStaysAndGoesWhenItHasNotBegunForLong() throws IOException {
        Path begins = folder(DEAD);
        Files.delete(begins.resolve("in-use"));
        start();
        assertTrue(Files.exists(begins));
        Files.setLastModifiedTime(begins, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        start();
        assertFalse(Files.exists(begins));
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        Path precious = Files.createDirectory(base.resolve("precious"));
        Path file = Files.writeString(precious.resolve("file"), "precious");
        Path left = folder(DEAD);
        Files.createSymbolicLink(left.resolve("link"), precious);
        Files.createSymbolicLink(left.resolve("onnxruntime-java1/link"), file);
        Path link = base.resolve("zaaky-" + DEAD + "-LiNk12");
        Files.createSymbolicLink(link, precious);
        Path locked = Files.createDirectory(base.resolve("zaaky-" + DEAD + "-lOcK12"));
        Files.createSymbolicLink(locked.resolve("in-use"), file);
        start();
        assertFalse(Files.exists(left));
        assertEquals("precious", Files.readString(file));
        assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "not a folder");
        assertTrue(Files.exists(locked), "its lock is a link");
    }

    @Test
    void nothingElseIsTouched() throws IOException {
        Path other = Files.createDirectory(base.resolve("zaaky-notes"));
        Path parser = Files.createDirectory(base.resolve("zaaky-parser123"));
        Path file = Files.writeString(base.resolve("zaaky-" + DEAD + "-fIlE12"), "a file");
        start();
        assertTrue(Files.exists(other));
        assertTrue(Files.exists(parser));
        assertTrue(Files.exists(file));
    }

    @Test
    void withoutAFolderOfItsOwnNothingHappens() throws IOException {
        Path left = folder(DEAD);
        TemporaryFolder.take("").close();
        assertTrue(Files.exists(left));
    }
}
