package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginProvider;
import java.util.List;
import java.util.ServiceLoader;

/** Checks that a server finds a plugin. */
final class Installed {
    private Installed() {}

    static <P extends PluginProvider<?>> void assertFound(Class<P> kind, P provider) {
        List<String> found =
                ServiceLoader.load(kind).stream().map(entry -> entry.type().getName()).toList();
        assertTrue(
                found.contains(provider.getClass().getName()),
                "META-INF/services lists only " + found);
    }

    static void assertFit(PluginProvider<?> provider) {
        String type = provider.type();
        assertTrue(type.matches("[a-z0-9][a-z0-9-]*"), "no fit type: " + type);
    }
}
