package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./zaaky plugins} with a list of jars and without one. */
@Tag("SUP-07")
class PluginsCommandTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void whatItPrintsIsTheListUnderWhichTheSameJarsAreLoaded() throws IOException {
        Stage.install(folder.resolve("plugins"));
        configure("");
        assertEquals(0, plugins());
        String printed = said();
        assertTrue(printed.contains(" staged "), printed);
        configure(printed.substring(printed.indexOf("server:")));
        assertEquals(0, plugins(), this::said);
        assertTrue(said().contains(" staged "), this::said);
    }

    @Test
    void aJarThatIsNotListedIsToldAndNotLoaded() throws IOException {
        Stage.install(folder.resolve("plugins"));
        configure("server: {plugins: [], port: '${NOT_SET_HERE}'}");
        assertEquals(2, plugins());
        assertFalse(said().contains(" staged "), this::said);
        assertTrue(
                said().contains("zaaky.yaml:1: server.plugins: 'staged.jar' lies in"), this::said);
        assertFalse(said().contains("NOT_SET_HERE"), "that is for check: " + said());
    }

    @Test
    void whereTheConfigurationCannotBeReadThatIsToldAndNothingIsLoaded() throws IOException {
        Stage.install(folder.resolve("plugins"));
        configure("server: [");
        assertEquals(2, plugins());
        assertFalse(said().contains(" staged "), this::said);
        assertTrue(said().contains("zaaky.yaml:1: server: is not YAML"), this::said);
    }

    private void configure(String yaml) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(folder.resolve("config/zaaky.yaml"), yaml);
        Files.writeString(
                orgs.resolve("acme.yaml"), "chatbots: {desk: {llm: {provider: extractive}}}");
    }

    private int plugins() {
        out.reset();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Main(print, print, new Environment(Map.of()), folder, folder.resolve("plugins"))
                .run(List.of("plugins", "--config", folder.resolve("config").toString()));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
