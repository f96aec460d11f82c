package io.zaaky.ingestion;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file that a walk found.
 *
 * @param id the id of its document, derived from its path below the source
 * @param path the path as reached from the source
 */
public record SourceFile(String id, Path path, MediaKind kind, State state) {

    /**
     * The attributes that change when a file changes.
     *
     * @param key the inode or the file system's equivalent
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
