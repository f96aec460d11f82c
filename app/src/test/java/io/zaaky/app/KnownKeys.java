package io.zaaky.app;

import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys that the server and its own parts read, whether a file has them or not. */
public final class KnownKeys {
    private static final String ORG = "chatbots: {bot: {llm: {provider: extractive}}}\n";

    private KnownKeys() {}

    /**
     * By their names in the reference, such as {@code server.port}, {@code quota.bytes} and {@code
     * chatbots.ID.limits.max-wait}.
     */
    public static Map<String, Settings.Key> read(Path folder) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("orgs"));
        Files.writeString(folder.resolve("zaaky.yaml"), "");
        Files.writeString(orgs.resolve("acme.yaml"), ORG);
        Map<String, Settings.Key> keys = new TreeMap<>();
        var problems = new Problems(key -> keys.put(name(key.path()), key));
        var options =
                new Options(
                        folder,
                        folder.resolve("data"),
                        folder.resolve("plugins"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Environment(Map.of()));
        try (Assembly assembly = Assembly.of(options, problems)) {
            assembly.discard();
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.sorted());
        }
        return keys;
    }

    private static String name(String path) {
        return path.replaceFirst("^orgs\\.acme\\.", "")
                .replaceFirst("^chatbots\\.bot\\.", "chatbots.ID.");
    }
}
