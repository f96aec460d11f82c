package io.zaaky.app.config;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code server.plugins}: the jars of the plugins folder that may be loaded, by name and hash.
 * Without the key, all may be loaded.
 *
 * @param entries by file name; empty if the key is missing
 * @param server the node that holds the key, to report problems with the folder
 */
public record AllowedPlugins(Optional<Map<String, Entry>> entries, Settings server) {
    private static final String KEY = "plugins";
    private static final Pattern FILE = Pattern.compile("[^/\\\\\\p{Cntrl}]+\\.jar");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    /**
     * A jar.
     *
     * @param sha256 64 hex digits, in lower case
     * @param node the entry's node, to report problems with that jar
     */
    public record Entry(String sha256, Settings node) {}

    static AllowedPlugins from(Settings server) {
        if (!server.has(KEY)) {
            return new AllowedPlugins(Optional.empty(), server);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Settings node : server.list(KEY)) {
            String file = file(node);
            String sha256 = hash(node);
            if (entries.put(file, new Entry(sha256, node)) != null) {
                node.problem("file", "'" + file + "' stands here twice");
            }
        }
        return new AllowedPlugins(Optional.of(entries), server);
    }

    /** For a file that cannot be read: nothing is loaded, and nothing more is reported. */
    static AllowedPlugins none() {
        var nowhere = new ConfigNode.Table(Map.of(), new ConfigNode.Location("", 1));
        return new AllowedPlugins(Optional.of(Map.of()), new Settings(nowhere, "", _ -> {}));
    }

    /** Whether {@code zaaky.yaml} cannot be read, so that the allowed jars are unknown. */
    public boolean isUnknown() {
        return server.file().isEmpty();
    }

    private static String file(Settings node) {
        String file = node.text("file");
        if (!file.isEmpty() && !FILE.matcher(file).matches()) {
            node.problem("file", "must be the name of a jar in the plugins folder, without a path");
        }
        return file;
    }

    private static String hash(Settings node) {
        String sha256 = node.text("sha256");
        if (!sha256.isEmpty() && !HASH.matcher(sha256).matches()) {
            node.problem("sha256", "must be 64 hex digits; ./zaaky plugins prints them");
        }
        return sha256.toLowerCase(Locale.ROOT);
    }

    /** Whether both list the same jars, so that a running server needs no restart. */
    public boolean isSameAs(AllowedPlugins other) {
        return entries.map(AllowedPlugins::hashes)
                .equals(other.entries.map(AllowedPlugins::hashes));
    }

    private static List<String> hashes(Map<String, Entry> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue().sha256())
                .sorted()
                .toList();
    }

    /** Reports a jar that is in the folder but is not listed. */
    public void notListed(String jar) {
        server.problem(
                KEY,
                "'"
                        + jar
                        + "' lies in the plugins folder and is not listed here; remove it, or look"
                        + " where it comes from and add what ./zaaky plugins prints for it");
    }
}
