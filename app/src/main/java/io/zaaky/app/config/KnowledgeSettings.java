package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code knowledge} node.
 *
 * @param paths folders and files whose documents are indexed
 * @param refresh how often sources are synced besides the watch on changed files
 */
public record KnowledgeSettings(List<Path> paths, Duration refresh) {

    static KnowledgeSettings from(Settings in) {
        List<Path> paths = new ArrayList<>();
        for (Settings source : in.list("sources")) {
            if (source.has("path")) {
                paths.add(path(source));
            } else {
                source.problem(
                        "path",
                        "is missing; this version reads sources of the form {path: FOLDER}");
            }
        }
        Network.list(in, "allow"); // for sources on the web, which this version does not read
        return new KnowledgeSettings(paths, in.duration("refresh", Duration.ofHours(24)));
    }

    /** Relative to the file that names it. */
    private static Path path(Settings source) {
        String text = source.text("path", ".");
        Path folder = Path.of(source.file()).toAbsolutePath().getParent();
        Path path = folder == null ? Path.of(text) : folder.resolve(text).normalize();
        if (!Files.exists(path)) {
            source.problem("path", "there is no " + path);
        } else if (!Files.isReadable(path)) {
            source.problem("path", "the server may not read " + path);
        }
        return path;
    }
}
