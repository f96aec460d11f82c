package io.zaaky.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process's own folder for temporary files, such as the native libraries that SQLite and the
 * embedding model unpack. The launcher creates it, as {@code zaaky-PID-RANDOM} in the usual place,
 * and makes Java use it as {@code java.io.tmpdir}, which cannot be changed once Java runs.
 *
 * <p>It is removed when the process ends. A process that is killed leaves its folder behind; the
 * next one removes it. A folder counts as in use while its lock is held or a process with its
 * number exists; the number protects it before it has a lock. Folders of other users are never
 * touched, and no link is followed.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("zaaky-([0-9]{1,10})-[A-Za-z0-9]+");
    private static final String LOCK = "in-use";

    /** How long a folder without a lock may belong to a process of another container. */
    private static final Duration STARTING = Duration.ofHours(1);

    private final Optional<Path> folder;
    private final Optional<FileChannel> lock;

    private TemporaryFolder(Optional<Path> folder, Optional<FileChannel> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder that the launcher created, and removes those of processes that were killed.
     *
     * @param folder empty if there is none; then nothing is done at all
     */
    static TemporaryFolder take(String folder) {
        if (folder.isEmpty()) {
            return new TemporaryFolder(Optional.empty(), Optional.empty());
        }
        Path own = Path.of(folder).toAbsolutePath();
        Optional<FileChannel> lock = lock(own);
        sweep(own);
        return new TemporaryFolder(Optional.of(own), lock);
    }

    /** Even without a lock, the folder's process number shows that it is in use. */
    private static Optional<FileChannel> lock(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
            var _ = channel.tryLock();
            return Optional.of(channel);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void sweep(Path own) {
        try (Stream<Path> all = Files.list(own.resolveSibling("."))) {
            List<Path> left = all.map(Path::normalize).filter(each -> isLeft(each, own)).toList();
            left.forEach(TemporaryFolder::remove);
        } catch (IOException | RuntimeException e) {
            // A leftover folder must not prevent the start.
        }
    }

    private static boolean isLeft(Path each, Path own) {
        Matcher name = NAME.matcher(each.getFileName().toString());
        try {
            return name.matches()
                    && !each.equals(own.normalize())
                    && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                    && owner(each).equals(owner(own))
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                    && !isLocked(each);
        } catch (IOException e) {
            return false;
        }
    }

    private static Object owner(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isLocked(Path folder) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve(LOCK),
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isAfter(Instant.now().minus(STARTING));
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        }
    }

    private static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new Removing());
        } catch (IOException e) {
            // The next start tries again.
        }
    }

    /** Links are removed, not followed. */
    private static final class Removing extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Removes the folder with everything in it. */
    @Override
    public void close() {
        folder.ifPresent(TemporaryFolder::remove);
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            // It ends with the process.
        }
    }
}
