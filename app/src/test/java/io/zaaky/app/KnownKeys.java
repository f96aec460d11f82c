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
        Map<String, Settings.Key> keys = new TreeMap<>();
        byPath(folder, "", ORG).forEach((path, key) -> keys.put(name(path), key));
        return keys;
    }

    /**
     * By their full paths: those that are read for one {@code zaaky.yaml} and one {@code
     * orgs/acme.yaml}. A value tells more than a look whether it is there.
     */
    public static Map<String, Settings.Key> byPath(Path folder, String main, String org)
            throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("orgs"));
        Files.writeString(folder.resolve("zaaky.yaml"), main);
        Files.writeString(orgs.resolve("acme.yaml"), org);
        Map<String, Settings.Key> keys = new TreeMap<>();
        var problems = new Problems(read -> add(read.get(), keys));
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

    private static void add(Settings.Key key, Map<String, Settings.Key> keys) {
        keys.merge(key.path(), key, (old, now) -> now.otherwise().equals("") ? old : now);
    }

    private static String name(String path) {
        return path.replaceFirst("^orgs\\.acme\\.", "")
                .replaceFirst("^chatbots\\.bot\\.", "chatbots.ID.");
    }
}
