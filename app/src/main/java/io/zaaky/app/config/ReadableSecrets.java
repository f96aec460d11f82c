package io.zaaky.app.config;

import io.zaaky.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds secrets in files that other users of this machine can read. */
public final class ReadableSecrets {
    private static final int SHORTEST = 4; // characters; shorter values occur anywhere

    private ReadableSecrets() {}

    /**
     * Checks all files of a configuration.
     *
     * @return a sentence for each such file, which does not show the secret
     */
    public static List<String> in(Path directory, List<Secret> secrets) {
        List<Path> files = new ArrayList<>(List.of(directory.resolve("zaaky.yaml")));
        try (Stream<Path> orgs = Files.list(directory.resolve("orgs"))) {
            files.addAll(orgs.filter(file -> file.toString().endsWith(".yaml")).sorted().toList());
        } catch (IOException e) {
            return List.of(); // no organisations: reported elsewhere
        }
        var search = new SecretSearch(secrets, SHORTEST);
        return files.stream().flatMap(file -> warning(file, search).stream()).toList();
    }

    private static Optional<String> warning(Path file, SecretSearch secrets) {
        try {
            if (!Files.exists(file) || !OwnerOnly.isOpenToOthers(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (secrets.isIn(lines.get(i))) {
                    return Optional.of(
                            file
                                    + ":"
                                    + (i + 1)
                                    + ": a secret stands here, and other users of this machine"
                                    + " can read the file: chmod go= "
                                    + file
                                    + ", or write ${NAME} and put the secret into that environment"
                                    + " variable");
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // an unreadable file is reported elsewhere
        }
        return Optional.empty();
    }
}
