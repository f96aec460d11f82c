package io.zaaky.ingestion;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file that a walk found.
 *
 * @param id of its document: its path below the source
 * @param path as it is reached from the source
 */
public record SourceFile(String id, Path path, MediaKind kind, State state) {

    /**
     * What changes when a file does.
     *
     * @param key the inode, or whatever the file system has
     */
    public record State(long size, Instant modified, String key) {
        static State of(BasicFileAttributes attributes) {
            return new State(
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    String.valueOf(attributes.fileKey()));
        }
    }
}
