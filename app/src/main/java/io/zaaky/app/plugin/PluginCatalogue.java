package io.zaaky.app.plugin;

import io.zaaky.app.config.AllowedPlugins;
import io.zaaky.spi.Component;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.PluginProvider;
import io.zaaky.spi.Settings;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The installed plugins: those shipped with the server and the jars of the {@code plugins} folder.
 * An installed provider is not active: it is only used if YAML names its type.
 */
public final class PluginCatalogue implements AutoCloseable {
    private final Map<PluginKind, Map<String, PluginProvider<?>>> installed =
            new EnumMap<>(PluginKind.class);
    private final PluginJars jars;
    private final URLClassLoader loader;

    /**
     * @param folder the folder of third-party jars; it may be missing
     * @param allowed the jars that may be loaded; others are reported as problems
     * @throws PluginProblem if a jar cannot be read, a provider cannot be made, or two providers
     *     have the same type
     */
    public PluginCatalogue(Path folder, AllowedPlugins allowed) {
        jars = PluginJars.of(folder, allowed);
        loader = new URLClassLoader("plugins", jars.urls(), PluginCatalogue.class.getClassLoader());
        try {
            for (PluginKind kind : PluginKind.values()) {
                installed.put(kind, discover(kind));
            }
        } catch (PluginProblem e) {
            close();
            throw e;
        }
    }

    /** The jars of a folder, by name, with their SHA-256. */
    public static Map<String, String> hashes(Path folder) {
        return PluginJars.hashes(folder);
    }

    private Map<String, PluginProvider<?>> discover(PluginKind kind) {
        Map<String, PluginProvider<?>> byType = new TreeMap<>();
        try {
            for (PluginProvider<?> provider : ServiceLoader.load(kind.provider(), loader)) {
                PluginProvider<?> twin = byType.put(provider.type(), provider);
                if (twin != null) {
                    throw new PluginProblem(
                            "two plugins are the "
                                    + kind.yaml()
                                    + " provider '"
                                    + provider.type()
                                    + "': "
                                    + origin(twin)
                                    + " and "
                                    + origin(provider)
                                    + "; remove one");
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new PluginProblem("a plugin cannot be loaded: " + e.getMessage(), e);
        }
        return byType;
    }

    /**
     * Makes the component that a node's key {@code provider} names. An unknown type is reported
     * through the settings.
     *
     * @param otherwise the type if the node names none; empty if the node must name one
     */
    public <C extends Component> Optional<C> create(
            PluginKind kind,
            Class<C> component,
            Settings node,
            Optional<String> otherwise,
            PluginContext context) {
        String type =
                otherwise.isPresent()
                        ? node.text("provider", otherwise.get())
                        : node.text("provider");
        Map<String, PluginProvider<?>> known = installed.getOrDefault(kind, Map.of());
        PluginProvider<?> provider = known.get(type);
        if (provider == null) {
            node.allowUnread();
            if (!type.isEmpty()) {
                node.problem(
                        "provider",
                        "no provider '"
                                + type
                                + "'; installed: "
                                + String.join(", ", known.keySet()));
            }
            return Optional.empty();
        }
        return Optional.of(component.cast(provider.create(node, context)));
    }

    /** All installed plugins, by kind and type. */
    public List<Installed> list() {
        List<Installed> all = new ArrayList<>();
        installed.forEach(
                (kind, providers) ->
                        providers.forEach(
                                (type, provider) ->
                                        all.add(
                                                new Installed(
                                                        kind.yaml(),
                                                        type,
                                                        provider.getClass().getName(),
                                                        origin(provider)))));
        return all;
    }

    /**
     * A plugin as {@code ./zaaky plugins} shows it.
     *
     * @param from its jar or folder
     */
    public record Installed(String kind, String type, String className, String from) {}

    private String origin(Object provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "?"
                : jars.origin(Path.of(source.getLocation().getPath())).toString();
    }

    @Override
    public void close() {
        try {
            loader.close();
            jars.close();
        } catch (IOException e) {
            throw new PluginProblem("the plugins folder cannot be closed: " + e, e);
        }
    }
}
