package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the files of organisations may use of this machine: {@code server.allow-paths} and {@code
 * server.allow-variables}. Without these keys they may use everything, so the authors of those
 * files must be trusted.
 *
 * @param paths folders whose documents may be indexed; empty for all
 * @param variables environment variables that {@code ${NAME}} may name, in the form of {@link
 *     Environment}
 */
record OrganisationRights(Optional<List<Path>> paths, List<String> variables) {

    static OrganisationRights from(Settings in) {
        List<String> variables = in.texts("allow-variables");
        List<String> paths = in.texts("allow-paths");
        return new OrganisationRights(
                in.has("allow-paths")
                        ? Optional.of(paths.stream().map(path -> folder(in, path)).toList())
                        : Optional.empty(),
                in.has("allow-variables") ? variables : List.of("*"));
    }

    private static Path folder(Settings in, String path) {
        Path folder = resolve(in, path);
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            in.problem("allow-paths", "there is no " + folder);
            return folder;
        }
    }

    /** Reports the sources of a chatbot that lie elsewhere; links are followed. */
    void check(Settings chatbot) {
        if (paths.isEmpty()) {
            return;
        }
        for (Settings source : chatbot.child("knowledge").list("sources")) {
            if (source.has("path") && !isAllowed(resolve(source, source.text("path", ".")))) {
                source.problem("path", "is in none of the folders that server.allow-paths lists");
            }
        }
    }

    /** A missing path is reported elsewhere. */
    private boolean isAllowed(Path path) {
        try {
            Path real = path.toRealPath();
            return paths.orElseThrow().stream().anyMatch(real::startsWith);
        } catch (IOException e) {
            return paths.orElseThrow().stream().anyMatch(path::startsWith);
        }
    }

    /** Resolves a path relative to the file that contains it. */
    static Path resolve(Settings in, String path) {
        Path folder = Path.of(in.file()).toAbsolutePath().getParent();
        return folder == null ? Path.of(path) : folder.resolve(path).normalize();
    }
}
