package io.zaaky.app.config;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration directory as read: {@code zaaky.yaml} and {@code orgs/ORG.yaml}. Nodes that
 * plugins read themselves are passed on unread; call {@link #reportUnread} after all plugins have
 * been made.
 *
 * @param dataSources by name; {@code main} is always there
 * @param organisations in the order of their ids
 * @param chatbots in the order of their organisations' ids, then of the file
 */
public record Configuration(
        ServerSettings server,
        AllowedPlugins allowedPlugins,
        Map<String, DataSourceSettings> dataSources,
        List<OrganisationSettings> organisations,
        List<ChatbotNode> chatbots,
        List<Settings> roots) {
    private static final Set<String> SECTIONS = Set.of("server", "data-sources", "chatbots");

    /**
     * A chatbot and its YAML node.
     *
     * @param node contains the plugins' nodes {@code llm}, {@code fallback}, {@code retrieval} and
     *     {@code conversations}
     */
    public record ChatbotNode(ChatbotSettings settings, Settings node) {
        /** Uses only the key, which identifies the chatbot. */
        @Override
        public int hashCode() {
            return settings.key().hashCode();
        }

        /** The same chatbot with a node that only knows its location. */
        public ChatbotNode withoutNode() {
            return new ChatbotNode(settings, shallow(node, Map.of()));
        }
    }

    /** Reads everything; errors are reported to {@code problems}, not thrown. */
    public static Configuration read(Path directory, Environment environment, Problems problems) {
        var yaml = new YamlReader(environment, problems);
        Path main = directory.resolve("zaaky.yaml");
        var start = new ConfigNode.Location(main.toString(), 1);
        if (!Files.isDirectory(directory)) {
            problems.problem(
                    new Problem(directory.toString(), 1, "config", "there is no such directory"));
        }
        var root =
                new Settings(
                        Files.exists(main)
                                ? yaml.read(main, "")
                                : new ConfigNode.Table(Map.of(), start),
                        "",
                        problems);
        ServerSettings server = ServerSettings.from(root.child("server"));
        boolean unreadable = root.keys().isEmpty() && !problems.isEmpty();
        var allowedPlugins =
                unreadable ? AllowedPlugins.none() : AllowedPlugins.from(root.child("server"));
        var rights = OrganisationRights.from(root.child("server"));
        Map<String, DataSourceSettings> dataSources = dataSources(root);
        List<Settings> roots = new ArrayList<>(List.of(root));
        List<OrganisationSettings> organisations = new ArrayList<>();
        List<ChatbotNode> chatbots = new ArrayList<>();
        var orgYaml = new YamlReader(environment.allowing(rights.variables()), problems);
        for (Path file : orgFiles(directory, problems)) {
            organisation(file, orgYaml, problems)
                    .ifPresent(
                            org -> {
                                roots.add(org);
                                OrganisationSettings settings =
                                        organisation(org, server.platformKeys());
                                organisations.add(settings);
                                chatbots.addAll(chatbots(org, settings, rights));
                            });
        }
        if (chatbots.isEmpty() && problems.isEmpty()) {
            problems.problem(
                    new Problem(
                            directory.resolve("orgs").toString(),
                            1,
                            "orgs",
                            "there is no chatbot in any ORG.yaml"));
        }
        return new Configuration(
                server, allowedPlugins, dataSources, organisations, chatbots, roots);
    }

    /** Reports every key that neither the server nor a plugin has read. */
    public void reportUnread() {
        roots.forEach(Settings::reportUnread);
    }

    /**
     * The part that a server keeps once everything has been made: the nodes take many times the
     * memory of what was read from them.
     */
    public Configuration withoutNodes() {
        return new Configuration(
                server,
                allowedPlugins,
                dataSources,
                organisations,
                chatbots.stream().map(ChatbotNode::withoutNode).toList(),
                roots.stream().map(Configuration::sectionsOnly).toList());
    }

    /** Keeps which sections exist and whether they are empty: see {@link #reportLost}. */
    private static Settings sectionsOnly(Settings root) {
        Map<String, ConfigNode> sections = new LinkedHashMap<>();
        for (String key : root.keys()) {
            if (SECTIONS.contains(key)) {
                ConfigNode.Location at = start(root);
                Map<String, ConfigNode> within = new LinkedHashMap<>();
                root.child(key).keys().stream()
                        .limit(1)
                        .forEach(name -> within.put(name, new ConfigNode.Text("", at)));
                sections.put(key, new ConfigNode.Table(within, at));
            }
        }
        return shallow(root, sections);
    }

    private static Settings shallow(Settings node, Map<String, ConfigNode> values) {
        return new Settings(new ConfigNode.Table(values, start(node)), node.path(), _ -> {});
    }

    private static ConfigNode.Location start(Settings node) {
        return new ConfigNode.Location(node.file(), 1);
    }

    /**
     * Reports sections that an earlier configuration had and this one lacks. A missing or truncated
     * file is more likely an accident than a wish to remove a whole organisation or database; an
     * operator who wants that writes an empty section.
     */
    public void reportLost(Configuration before, Problems problems) {
        Set<String> broken =
                problems.sorted().stream().map(Problem::file).collect(Collectors.toSet());
        Map<String, Settings> here = new HashMap<>();
        roots.forEach(root -> here.put(root.file(), root));
        for (Settings root : before.roots) {
            if (!broken.contains(root.file())) {
                Optional<Settings> now = Optional.ofNullable(here.get(root.file()));
                List<String> keys = now.map(Settings::keys).orElse(List.of());
                root.keys().stream()
                        .filter(key -> SECTIONS.contains(key) && !keys.contains(key))
                        .filter(key -> !root.child(key).keys().isEmpty())
                        .forEach(key -> problems.problem(lost(root, key)));
            }
        }
    }

    private static Problem lost(Settings root, String section) {
        String path = root.path().isEmpty() ? section : root.path() + "." + section;
        return new Problem(
                root.file(),
                1,
                path,
                (Files.exists(Path.of(root.file())) ? "is missing" : "is missing with its file")
                        + ", and a reload takes nothing away because of that; to take it away"
                        + " write '"
                        + section
                        + ": {}', or restart");
    }

    private static Map<String, DataSourceSettings> dataSources(Settings root) {
        Map<String, DataSourceSettings> all = new LinkedHashMap<>();
        all.put(DataSourceSettings.MAIN.name(), DataSourceSettings.MAIN);
        root.children("data-sources")
                .forEach((name, node) -> all.put(name, DataSourceSettings.from(name, node)));
        return all;
    }

    private static List<Path> orgFiles(Path directory, Problems problems) {
        Path orgs = directory.resolve("orgs");
        if (!Files.isDirectory(orgs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(orgs)) {
            return files.filter(file -> isYaml(file, problems)).sorted().toList();
        } catch (IOException e) {
            problems.problem(new Problem(orgs.toString(), 1, "orgs", "cannot be read: " + e));
            return List.of();
        }
    }

    private static boolean isYaml(Path file, Problems problems) {
        String name = file.getFileName().toString();
        if (name.endsWith(".yml")) {
            problems.problem(
                    new Problem(
                            file.toString(),
                            1,
                            "orgs." + name.replaceFirst("\\.yml$", ""),
                            "is not read; rename it to end in .yaml"));
        }
        return name.endsWith(".yaml") && !name.startsWith(".");
    }

    /** Reads an organisation's file; empty if its name is not a valid id. */
    private static Optional<Settings> organisation(Path file, YamlReader yaml, Problems problems) {
        String org = file.getFileName().toString().replaceFirst("\\.yaml$", "");
        String path = "orgs." + org;
        ConfigNode.Table table = yaml.read(file, path);
        if (!ChatbotKey.isId(org)) {
            problems.problem(
                    new Problem(
                            file.toString(),
                            1,
                            path,
                            "the file's name is the organisation's id, which must match"
                                    + " [a-z0-9][a-z0-9_-]{0,63}"));
            return Optional.empty();
        }
        return Optional.of(new Settings(table, path, problems));
    }

    private static OrganisationSettings organisation(Settings root, List<AccessKey> platform) {
        String org = root.path().substring("orgs.".length());
        List<AccessKey> keys = AccessKey.ofOrganisation(root);
        for (AccessKey key : keys) {
            if (platform.stream().anyMatch(each -> each.hash().equals(key.hash()))) {
                root.problem(
                        "admin-keys",
                        "'" + key.name() + "' is a key of the platform; make another one");
            }
        }
        return new OrganisationSettings(
                org, root.text("name", org), keys, OrganisationLimits.from(root));
    }

    private static List<ChatbotNode> chatbots(
            Settings root, OrganisationSettings organisation, OrganisationRights rights) {
        List<ChatbotNode> chatbots = new ArrayList<>();
        Settings parent = root.child("chatbots");
        DemoSettings demo = DemoSettings.from(root.child("demo"), parent.keys());
        for (String id : parent.keys()) {
            Settings node = parent.child(id);
            if (ChatbotKey.isId(id)) {
                var key = new ChatbotKey(organisation.id(), id);
                chatbots.add(
                        new ChatbotNode(
                                ChatbotSettings.from(
                                        key,
                                        organisation.name(),
                                        organisation.limits(),
                                        demo.of(id),
                                        node),
                                node));
                rights.check(node);
            } else {
                parent.problem(id, "a chatbot's id must match [a-z0-9][a-z0-9_-]{0,63}");
            }
        }
        return chatbots;
    }
}
