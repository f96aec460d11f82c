package io.zaaky.app;

import io.zaaky.app.config.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of the database and the index. It belongs to one process at a time, because a process
 * that starts treats the running answers of another as left behind. The lock ends with the process,
 * however that ends. The folder contains conversations and documents, so a new one is accessible
 * only to this user.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DataDirectory.class.getName());
    private static final String LOCK = "zaaky.lock";

    private final FileChannel lock;

    private DataDirectory(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes the folder, and creates it if it does not exist.
     *
     * @throws StartProblem if it cannot be written or another process has it
     */
    static DataDirectory take(Path folder) {
        try {
            make(folder);
            Files.delete(Files.createTempFile(folder, "write-test", ""));
            return new DataDirectory(lock(folder));
        } catch (IOException e) {
            throw new StartProblem(
                    "the data directory "
                            + folder.toAbsolutePath()
                            + " cannot be written: "
                            + e
                            + "; give another with --data DIR, or the right to write to it",
                    e);
        }
    }

    /** Only this user may enter it, so nobody else can read its content. */
    private static void make(Path folder) throws IOException {
        if (Files.exists(folder)) {
            warnIfOpen(folder);
        } else if (OwnerOnly.isSupported()) {
            Files.createDirectories(folder, OwnerOnly.FOLDER);
        } else {
            Files.createDirectories(folder);
        }
    }

    private static void warnIfOpen(Path folder) throws IOException {
        if (OwnerOnly.isOpenToOthers(folder)) {
            LOG.log(
                    Level.WARNING,
                    "other users of this machine can read the data directory {0}: chmod -R go= {0}",
                    folder.toAbsolutePath());
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false; // this process has it
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new StartProblem(
                    "the data directory "
                            + folder.toAbsolutePath()
                            + " is in use by another process; give another with --data DIR, or"
                            + " stop that one");
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
