package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.AllowedPlugins;
import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.spi.ChatModel;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code server.plugins}: which jars of the plugins folder are loaded. */
@Tag("SUP-07")
class AllowedPluginsTest {
    @TempDir Path folder;
    private Path plugins;
    private Path config;
    private final Problems problems = new Problems();

    @BeforeEach
    void makeFolders() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        config = Files.createDirectory(folder.resolve("config"));
        Path orgs = Files.createDirectory(config.resolve("orgs"));
        Files.writeString(
                orgs.resolve("acme.yaml"), "chatbots: {desk: {llm: {provider: extractive}}}\n");
    }

    @Test
    void withoutTheKeyEveryJarIsLoaded() throws IOException {
        PluginJar.write(plugins.resolve("any.jar"), "made");
        assertTrue(isInstalled(""));
        assertEquals(List.of(), said());
    }

    @Test
    void aListedJarWithItsHashIsLoadedAndNamedByItsPlaceInTheFolder() throws IOException {
        Path jar = PluginJar.write(plugins.resolve("good.jar"), "made");
        try (var catalogue = catalogue(list("good.jar", hash(jar).toUpperCase(Locale.ROOT)))) {
            assertTrue(
                    catalogue.list().stream()
                            .anyMatch(plugin -> plugin.from().equals(jar.toString())),
                    () -> catalogue.list().toString());
        }
        assertEquals(List.of(), said());
    }

    @Test
    void aJarThatIsNotListedIsAProblemAndItsCodeDoesNotRun() throws IOException {
        Path good = PluginJar.write(plugins.resolve("good.jar"), "made");
        PluginJar.names(plugins.resolve("evil.jar"), PluginCatalogueTest.Throwing.class.getName());
        assertTrue(isInstalled(list("good.jar", hash(good))));
        assertProblem(2, "server.plugins", "'evil.jar' lies in the plugins folder and is not");
    }

    @Test
    void anEmptyListAllowsNone() throws IOException {
        PluginJar.write(plugins.resolve("good.jar"), "made");
        assertFalse(isInstalled("server:\n  plugins: []\n"));
        assertProblem(2, "server.plugins", "'good.jar' lies in the plugins folder and is not");
    }

    @Test
    void aJarWithAnotherHashIsAProblemAndItsCodeDoesNotRun() throws IOException {
        Path jar = PluginJar.write(plugins.resolve("good.jar"), "made");
        String expected = hash(jar);
        PluginJar.write(jar, "changed");
        assertFalse(isInstalled(list("good.jar", expected)));
        assertProblem(
                3,
                "server.plugins[0].sha256",
                "is not the hash of " + jar + ", which is " + hash(jar));
    }

    @Test
    void aJarThatIsMissingIsAProblem() {
        assertFalse(isInstalled(list("gone.jar", "0".repeat(64))));
        assertProblem(3, "server.plugins[0].file", "there is no such jar in " + plugins);
    }

    @Test
    void whatIsExchangedAfterTheCheckIsNotLoaded() throws IOException {
        Path jar = PluginJar.write(plugins.resolve("good.jar"), "as it was checked");
        try (var catalogue = catalogue(list("good.jar", hash(jar)))) {
            PluginJar.write(jar, "exchanged");
            // The class that holds the word is loaded only now.
            var failure = assertThrows(IllegalStateException.class, () -> create(catalogue));
            assertEquals("as it was checked", failure.getMessage());
        }
        assertEquals(List.of(), said());
    }

    @Test
    void theCopiesThatAreLoadedAreForThisUserOnlyAndGoAtTheEnd() throws IOException {
        Path jar = PluginJar.write(plugins.resolve("good.jar"), "made");
        Path copy;
        try (var jars = PluginJars.of(plugins, allowed(list("good.jar", hash(jar))))) {
            copy = Path.of(jars.urls()[0].getPath());
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.getParent())));
        }
        assertFalse(Files.exists(copy.getParent()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.jar",
                "file:/tmp/evil.jar",
                "http://example.org/evil.jar",
                "classes/"
            })
    void aManifestThatLeadsToOtherFilesIsAProblem(String classPath) throws IOException {
        Path jar = PluginJar.leadingTo(plugins.resolve("good.jar"), "lib.jar " + classPath);
        assertFalse(isInstalled(list("good.jar", hash(jar))));
        assertProblem(3, "server.plugins[0].file", "has Java load files from elsewhere");
    }

    @Test
    void aManifestMayNameOtherJarsOfTheFolder() throws IOException {
        Path jar = PluginJar.leadingTo(plugins.resolve("good.jar"), "lib-1.0.jar other.jar");
        assertTrue(isInstalled(list("good.jar", hash(jar))));
        assertEquals(List.of(), said());
    }

    @Test
    void whatIsNoNameOrNoHashIsTold() {
        isInstalled(
                "server:\n  plugins:\n    - {file: ../a.jar, sha256: abc}\n    - {file: b.jar}\n");
        assertProblem(3, "server.plugins[0].file", "must be the name of a jar");
        assertProblem(3, "server.plugins[0].sha256", "must be 64 hex digits");
        assertProblem(4, "server.plugins[1].sha256", "is missing");
    }

    @Test
    void aJarThatStandsThereTwiceIsTold() throws IOException {
        Path jar = PluginJar.write(plugins.resolve("good.jar"), "made");
        String entry = "    - {file: good.jar, sha256: " + hash(jar) + "}\n";
        isInstalled("server:\n  plugins:\n" + entry + entry);
        assertProblem(4, "server.plugins[1].file", "'good.jar' stands here twice");
    }

    @Test
    void whereTheListCannotBeReadNothingIsLoaded() throws IOException {
        PluginJar.names(plugins.resolve("evil.jar"), PluginCatalogueTest.Throwing.class.getName());
        assertFalse(isInstalled("server:\n  plugins: [\n"));
        assertEquals(1, said().size(), () -> said().toString());
    }

    private static String list(String file, String hash) {
        return "server:\n  plugins:\n    - {file: " + file + ", sha256: " + hash + "}\n";
    }

    private String hash(Path jar) {
        Map<String, String> hashes = PluginCatalogue.hashes(plugins);
        return String.valueOf(hashes.get(jar.getFileName().toString()));
    }

    private AllowedPlugins allowed(String yaml) {
        try {
            Files.writeString(config.resolve("zaaky.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Configuration.read(config, new Environment(Map.of()), problems).allowedPlugins();
    }

    private PluginCatalogue catalogue(String yaml) {
        return new PluginCatalogue(plugins, allowed(yaml));
    }

    private boolean isInstalled(String yaml) {
        try (var catalogue = catalogue(yaml)) {
            return catalogue.list().stream()
                    .anyMatch(plugin -> plugin.type().equals(PluginJar.TYPE));
        }
    }

    private Optional<ChatModel> create(PluginCatalogue catalogue) {
        return catalogue.create(
                PluginKind.LLM,
                ChatModel.class,
                TestSettings.of(Map.of("provider", PluginJar.TYPE)).settings(),
                Optional.empty(),
                TestContext.in(folder));
    }

    private List<String> said() {
        return problems.sorted().stream().map(Object::toString).toList();
    }

    private void assertProblem(int line, String path, String message) {
        String start = config.resolve("zaaky.yaml") + ":" + line + ": " + path + ": ";
        assertTrue(
                said().stream().anyMatch(each -> each.startsWith(start) && each.contains(message)),
                () -> start + message + " is not among " + said());
    }
}
