package io.zaaky.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes sure that reported files survive a power cut. */
final class Disk {
    private Disk() {}

    /** Forces a file's bytes, or the names in a folder, to the disk. */
    static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(
                        path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) { // some systems cannot open a folder
                throw e;
            }
        }
    }
}
