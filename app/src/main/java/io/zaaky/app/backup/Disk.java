package io.zaaky.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is told to be there has to outlive a power cut. */
final class Disk {
    private Disk() {}

    /** Has a file's bytes, or the names in a folder, written to the disk. */
    static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(
                        path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) { // not every system lets one open a folder
                throw e;
            }
        }
    }
}
