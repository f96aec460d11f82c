package io.zaaky.app.backup;

import io.zaaky.app.config.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A temporary folder for this user only. It is removed when the work is done, and also when the
 * process is asked to end. After {@code kill -9} it stays.
 */
final class Folder implements AutoCloseable {
    private final Path path;
    private final Thread atExit = new Thread(this::remove, "remove temporary files");

    private Folder(Path path) {
        this.path = path;
    }

    static Folder in(Path parent, String prefix) throws IOException {
        Path made =
                OwnerOnly.isSupported()
                        ? Files.createTempDirectory(parent, prefix, OwnerOnly.FOLDER)
                        : Files.createTempDirectory(parent, prefix);
        var folder = new Folder(made);
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    Path path() {
        return path;
    }

    private void remove() {
        try {
            Files.walkFileTree(
                    path,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }
                    });
            Files.delete(path);
        } catch (IOException e) {
            // Whatever cannot be removed stays; its name shows where it comes from.
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, and the folder is gone.
        }
    }
}
