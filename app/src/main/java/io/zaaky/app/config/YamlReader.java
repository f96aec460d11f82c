package io.zaaky.app.config;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML file into nodes that know their line numbers. Uses only SnakeYAML's composer,
 * which creates no objects of arbitrary types. Aliases and merge keys work, within limits; a
 * duplicate key is a problem.
 */
final class YamlReader {
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 50;

    private final Yaml yaml = new Yaml(options());
    private final Environment environment;
    private final Problems problems;

    YamlReader(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * The file's root; an empty table, and a problem, if the file cannot be read as a table.
     *
     * @param path of the root, such as {@code orgs.harbor}; empty if keys have no prefix
     */
    ConfigNode.Table read(Path file, String path) {
        var start = new ConfigNode.Location(file.toString(), 1);
        var nothing = new ConfigNode.Table(Map.of(), start);
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            problem(start, path, "is not UTF-8");
            return nothing;
        } catch (IOException e) {
            problem(start, path, "cannot be read: " + e);
            return nothing;
        }
        try {
            Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                return nothing;
            }
            ConfigNode node = new Conversion(file.toString()).node(root, start, path);
            if (node instanceof ConfigNode.Table table) {
                return table;
            }
            problem(node.at(), path, "the file must consist of keys and values");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problem(
                    new ConfigNode.Location(file.toString(), line),
                    BrokenYaml.path(text, path, line),
                    "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problem(start, path, "is not YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
        return nothing;
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void problem(ConfigNode.Location at, String path, String message) {
        problems.problem(of(at, path, message));
    }

    /**
     * A problem of a whole file shows the file's name, without its extension, in place of a path.
     */
    private static Problem of(ConfigNode.Location at, String path, String message) {
        String whole = Path.of(at.file()).getFileName().toString().replaceFirst("\\.yaml$", "");
        return new Problem(at.file(), at.line(), path.isEmpty() ? whole : path, message);
    }

    /**
     * Converts SnakeYAML's nodes into ours. An aliased node is converted once, so that an alias
     * bomb stays small.
     */
    private final class Conversion {
        private final String file;
        private final IdentityHashMap<Node, ConfigNode> done = new IdentityHashMap<>();

        Conversion(String file) {
            this.file = file;
        }

        ConfigNode node(Node node, ConfigNode.Location at, String path) {
            ConfigNode known = done.get(node);
            if (known != null) {
                return known;
            }
            // Placeholder for the node within itself, in case an alias refers back to it.
            done.put(node, new ConfigNode.Text("", at));
            ConfigNode converted =
                    switch (node) {
                        case ScalarNode scalar -> scalar(scalar, at, path);
                        case SequenceNode sequence -> items(sequence, at, path);
                        case MappingNode mapping -> new ConfigNode.Table(values(mapping, path), at);
                        default -> new ConfigNode.Text("", at);
                    };
            done.put(node, converted);
            return converted;
        }

        private ConfigNode scalar(ScalarNode scalar, ConfigNode.Location at, String path) {
            if (Tag.NULL.equals(scalar.getTag())) {
                return new ConfigNode.Text("", at);
            }
            var listener =
                    new Environment.Listener() {
                        @Override
                        public void problem(String message) {
                            problems.missing(of(at, path, message));
                        }

                        @Override
                        public void replaced(String written, String value) {
                            problems.substituted(at, written, value);
                        }
                    };
            return new ConfigNode.Text(environment.expand(scalar.getValue(), listener), at);
        }

        private ConfigNode items(SequenceNode sequence, ConfigNode.Location at, String path) {
            List<ConfigNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(node(item, line(item), path + "[" + items.size() + "]"));
            }
            return new ConfigNode.Items(items, at);
        }

        private Map<String, ConfigNode> values(MappingNode mapping, String path) {
            Map<String, ConfigNode> values = new LinkedHashMap<>();
            List<Node> merged = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getValue().isEmpty()) {
                    problem(line(tuple.getKeyNode()), path, "a key must be a single word");
                } else if (Tag.MERGE.equals(key.getTag())) {
                    merged.add(tuple.getValueNode());
                } else {
                    String name = key.getValue();
                    String inner = path.isEmpty() ? name : path + "." + name;
                    if (values.put(name, node(tuple.getValueNode(), line(key), inner)) != null) {
                        problem(line(key), inner, "the key '" + name + "' stands here twice");
                    }
                }
            }
            merged.forEach(node -> merge(node, values, path));
            return values;
        }

        /** {@code <<: *defaults}: the table's own keys win. */
        private void merge(Node node, Map<String, ConfigNode> values, String path) {
            switch (node(node, line(node), path)) {
                case ConfigNode.Table table -> table.values().forEach(values::putIfAbsent);
                case ConfigNode.Items items ->
                        items.values()
                                .forEach(
                                        item -> {
                                            if (item instanceof ConfigNode.Table table) {
                                                table.values().forEach(values::putIfAbsent);
                                            }
                                        });
                case ConfigNode.Text text ->
                        problem(text.at(), path, "<< must name keys and values");
            }
        }

        private ConfigNode.Location line(Node node) {
            return new ConfigNode.Location(file, node.getStartMark().getLine() + 1);
        }
    }
}
