package io.zaaky.spi;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A strict view of one YAML node. It records which keys were read: a key that nothing reads is a
 * problem, and so is an invalid value. Problems do not throw. They are collected, so that an
 * operator sees all of them at once, and the call returns a harmless value. Used by one thread
 * while the configuration is read, and discarded afterwards.
 */
public final class Settings {
    private final ConfigNode.Table table;
    private final String path;
    private final Sink sink;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Settings> children = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();
    private boolean unreadAllowed;

    /** Where problems and secrets go. */
    public interface Sink {
        void problem(Problem problem);

        /** Called with each secret that is read, so that it can be kept out of logs. */
        default void secret(Secret secret) {}

        /**
         * Called with each key that is read, whether it is present or not. Used to list all keys
         * that exist.
         *
         * @param key creates the key on demand
         */
        default void read(Supplier<Key> key) {}
    }

    /**
     * A key that something reads.
     *
     * @param path its full path
     * @param otherwise its default, in the type in which it is read; {@code ""} if it has none
     * @param range the values it accepts, such as {@code 0–65535} or {@code off auto llm}; empty if
     *     its type is enough
     */
    public record Key(String path, Object otherwise, String range) {}

    /**
     * @param table the node
     * @param path its full path, for messages; empty for a file's root
     */
    public Settings(ConfigNode.Table table, String path, Sink sink) {
        this.table = table;
        this.path = path;
        this.sink = sink;
    }

    /** The full path of this node, such as {@code orgs.harbor.chatbots.desk.llm}. */
    public String path() {
        return path;
    }

    /** The file that contains this node; relative paths in the node are relative to that file. */
    public String file() {
        return table.at().file();
    }

    /**
     * A text that is equal for two nodes with the same keys and values, wherever they are. It
     * contains secrets and must not be shown.
     */
    public String fingerprint() {
        return fingerprint(table);
    }

    private static String fingerprint(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Text text -> "'" + text.value().replace("'", "''") + "'";
            case ConfigNode.Items items ->
                    items.values().stream()
                            .map(Settings::fingerprint)
                            .collect(Collectors.joining(",", "[", "]"));
            case ConfigNode.Table inner ->
                    new TreeMap<>(inner.values())
                            .entrySet().stream()
                                    .map(
                                            entry ->
                                                    entry.getKey()
                                                            + "="
                                                            + fingerprint(entry.getValue()))
                                    .collect(Collectors.joining(",", "{", "}"));
        };
    }

    /** The keys that are present, read or not, in the order of the file. */
    public List<String> keys() {
        return List.copyOf(table.values().keySet());
    }

    public boolean has(String key) {
        know(key);
        return table.values().containsKey(key);
    }

    /** A text that must be present and not blank. */
    public String text(String key) {
        return required(key, "", Values::nonBlank);
    }

    public String text(String key, String otherwise) {
        return optional(key, otherwise, Values::nonBlank);
    }

    /**
     * A text that may be missing; an empty text counts as missing, so that {@code ${NAME:}} works.
     */
    public Optional<String> optionalText(String key) {
        return optional(
                key, Optional.empty(), text -> Optional.of(text).filter(given -> !given.isBlank()));
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String key, int otherwise, int min, int max) {
        return optional(key, otherwise, range(min, max), text -> Values.integer(text, min, max));
    }

    /** A number from {@code min} to {@code max}. */
    public double decimal(String key, double otherwise, double min, double max) {
        return optional(key, otherwise, range(min, max), text -> Values.decimal(text, min, max));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean otherwise) {
        return optional(key, otherwise, Values::flag);
    }

    /**
     * A length of time, such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h} or {@code 30d}.
     */
    public Duration duration(String key, Duration otherwise) {
        return optional(key, otherwise, Values::duration);
    }

    /** A size in bytes, such as {@code 64KiB} or {@code 20MiB}. */
    public long size(String key, long otherwise) {
        return optional(key, otherwise, Values::size);
    }

    /** An absolute {@code http} or {@code https} address without user, query or fragment. */
    public URI uri(String key, URI otherwise) {
        return optional(key, otherwise, Values::uri);
    }

    /** One constant of an enum; YAML writes constants in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, E otherwise) {
        Class<E> type = otherwise.getDeclaringClass();
        return optional(
                key, otherwise, () -> Values.choices(type, " "), text -> Values.choice(text, type));
    }

    /** A value that is kept out of logs; {@link Secret#NONE} if it is missing or empty. */
    public Secret secret(String key) {
        Secret secret =
                optional(key, Secret.NONE, text -> text.isBlank() ? Secret.NONE : new Secret(text));
        if (secret.isPresent()) {
            sink.secret(secret);
            secrets.put(key, secret);
        }
        return secret;
    }

    /** The secrets that were read from this node and its children, in the order of their keys. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(secrets.values());
        new TreeMap<>(children).values().forEach(child -> all.addAll(child.secrets()));
        return all;
    }

    /** A list of texts; a single text counts as a list of one. */
    public List<String> texts(String key) {
        know(key);
        ConfigNode node = table.values().get(key);
        return switch (node) {
            case null -> List.of();
            case ConfigNode.Text text -> text.value().isBlank() ? List.of() : List.of(text.value());
            case ConfigNode.Items items -> texts(key, items);
            case ConfigNode.Table inner -> {
                report(inner.at(), key, "must be a list of texts");
                yield List.of();
            }
        };
    }

    private List<String> texts(String key, ConfigNode.Items items) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode item : items.values()) {
            if (item instanceof ConfigNode.Text(String value, var at) && !value.isBlank()) {
                texts.add(value);
            } else {
                report(item.at(), key, "must be a list of texts");
            }
        }
        return texts;
    }

    /** The node below {@code key}; an empty node if the key is missing. */
    public Settings child(String key) {
        know(key);
        ConfigNode node = table.values().get(key);
        return child(node, key, node == null ? table.at() : node.at());
    }

    /**
     * The nodes below {@code key} by name, such as the chatbots of an organisation, in the order of
     * the file.
     */
    public Map<String, Settings> children(String key) {
        Settings parent = child(key);
        Map<String, Settings> all = new LinkedHashMap<>();
        for (String name : parent.keys()) {
            all.put(name, parent.child(name));
        }
        return all;
    }

    /** The nodes of a list; none if the key is missing. */
    public List<Settings> list(String key) {
        know(key);
        ConfigNode node = table.values().get(key);
        if (node == null || isEmpty(node)) {
            return List.of();
        }
        if (!(node instanceof ConfigNode.Items items)) {
            report(node.at(), key, "must be a list");
            return List.of();
        }
        return nodes(key, items.values());
    }

    /**
     * The same for nodes that may be abbreviated to a text. A text {@code T} stands for a node with
     * the key {@code shorthand} and the value {@code T}. A single node counts as a list of one.
     */
    public List<Settings> list(String key, String shorthand) {
        know(key);
        ConfigNode node = table.values().get(key);
        if (node == null || isEmpty(node)) {
            return List.of();
        }
        List<ConfigNode> items =
                node instanceof ConfigNode.Items several ? several.values() : List.of(node);
        return nodes(key, items.stream().map(item -> written(item, shorthand)).toList());
    }

    private static ConfigNode written(ConfigNode item, String shorthand) {
        return item instanceof ConfigNode.Text(String value, var at) && !value.isBlank()
                ? new ConfigNode.Table(Map.of(shorthand, item), at)
                : item;
    }

    private List<Settings> nodes(String key, List<ConfigNode> items) {
        List<Settings> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ConfigNode item = items.get(i);
            all.add(child(item, key + "[" + i + "]", item.at()));
        }
        return all;
    }

    private static boolean isEmpty(ConfigNode node) {
        return node instanceof ConfigNode.Text(String value, var at) && value.isEmpty();
    }

    /** Creates one object per child, so that it knows what all of its readers have read. */
    private Settings child(@Nullable ConfigNode node, String key, ConfigNode.Location at) {
        return children.computeIfAbsent(key, name -> newChild(node, name, at));
    }

    private Settings newChild(@Nullable ConfigNode node, String key, ConfigNode.Location at) {
        if (node instanceof ConfigNode.Table found) {
            return new Settings(found, pathOf(key), sink);
        }
        if (node != null && !isEmpty(node)) {
            report(at, key, "must have keys of its own");
        }
        return new Settings(new ConfigNode.Table(Map.of(), at), pathOf(key), sink);
    }

    /** Reports a problem with the value of {@code key}. */
    public void problem(String key, String message) {
        know(key);
        ConfigNode node = table.values().get(key);
        report(node == null ? table.at() : node.at(), key, message);
    }

    /**
     * Allows keys here and below that nothing reads, because the plugin that would read them is
     * missing.
     */
    public void allowUnread() {
        unreadAllowed = true;
    }

    /** Reports every key that nothing has read, here and in all children that were requested. */
    public void reportUnread() {
        if (unreadAllowed) {
            return;
        }
        for (var entry : table.values().entrySet()) {
            if (!known.contains(entry.getKey())) {
                report(entry.getValue().at(), entry.getKey(), unknown(entry.getKey()));
            }
        }
        children.values().forEach(Settings::reportUnread);
    }

    private String unknown(String key) {
        var sorted = new TreeSet<>(known);
        return Nearest.to(key, sorted)
                .map(near -> "unknown key; did you mean '" + near + "'?")
                .orElseGet(
                        () ->
                                sorted.isEmpty()
                                        ? "unknown key"
                                        : "unknown key; known here: " + String.join(", ", sorted));
    }

    private void know(String key) {
        know(key, "", Settings::anything);
    }

    private void know(String key, Object otherwise, Supplier<String> range) {
        known.add(key);
        sink.read(() -> new Key(pathOf(key), otherwise, range.get()));
    }

    private static String anything() {
        return "";
    }

    private static Supplier<String> range(Number min, Number max) {
        return () -> min + "–" + max;
    }

    private <T> T required(String key, T harmless, Function<String, T> parse) {
        if (!has(key)) {
            problem(key, "is missing");
            return harmless;
        }
        return optional(key, harmless, parse);
    }

    private <T> T optional(String key, T otherwise, Function<String, T> parse) {
        return optional(key, otherwise, Settings::anything, parse);
    }

    private <T> T optional(
            String key, T otherwise, Supplier<String> range, Function<String, T> parse) {
        know(key, otherwise, range);
        ConfigNode node = table.values().get(key);
        if (node == null) {
            return otherwise;
        }
        if (!(node instanceof ConfigNode.Text(String value, var at))) {
            report(node.at(), key, "must be a single value");
            return otherwise;
        }
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            report(at, key, "must be a number, not '" + value + "'");
        } catch (IllegalArgumentException e) {
            report(at, key, String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    private void report(ConfigNode.Location at, String key, String message) {
        sink.problem(new Problem(at.file(), at.line(), pathOf(key), message));
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
