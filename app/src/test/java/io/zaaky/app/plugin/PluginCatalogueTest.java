package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Third parties' jars that are not as they should be. */
class PluginCatalogueTest {
    @TempDir Path folder;

    /** A plugin that can't be made. */
    public static final class Throwing implements ChatModelProvider {
        public Throwing() {
            throw new IllegalStateException("no");
        }

        @Override
        public String type() {
            return "throwing";
        }

        @Override
        public ChatModel create(Settings settings, PluginContext context) {
            throw new IllegalStateException("no");
        }
    }

    /** A plugin that was built against something that isn't there. */
    public static final class Unlinked implements ChatModelProvider {
        public Unlinked() {
            throw new NoClassDefFoundError("org/example/Missing");
        }

        @Override
        public String type() {
            return "unlinked";
        }

        @Override
        public ChatModel create(Settings settings, PluginContext context) {
            throw new IllegalStateException("no");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.NotThere",
                "io.zaaky.app.plugin.PluginCatalogueTest$Throwing",
                "io.zaaky.app.plugin.PluginCatalogueTest$Unlinked"
            })
    @Tag("OPS-06")
    void aPluginThatCannotBeMadeIsNamed(String provider) throws IOException {
        PluginJar.names(folder.resolve("broken.jar"), provider);
        var problem = assertThrows(PluginProblem.class, () -> catalogue().close());
        String said = String.valueOf(problem.getMessage());
        assertTrue(said.contains("a plugin cannot be loaded") && said.contains(provider), said);
    }

    @Test
    @Tag("OPS-06")
    void aFileThatIsNoJarChangesNothing() throws IOException {
        Files.writeString(folder.resolve("notes.jar"), "no jar");
        Files.writeString(folder.resolve("readme.txt"), "no jar either");
        try (var catalogue = catalogue()) {
            assertTrue(
                    catalogue.list().stream().anyMatch(plugin -> plugin.type().equals("openai")),
                    () -> catalogue.list().toString());
        }
    }

    private PluginCatalogue catalogue() {
        return new PluginCatalogue(
                folder,
                Configuration.read(folder, new Environment(Map.of()), new Problems())
                        .allowedPlugins());
    }
}
