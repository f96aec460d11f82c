package io.zaaky.app.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes jars of third parties: real ones, compiled here, and such as only say that they are. */
final class PluginJar {
    /** The provider's type. */
    static final String TYPE = "compiled";

    private static final String SERVICE = "META-INF/services/io.zaaky.spi.ChatModelProvider";

    /** Its second class is loaded when a model is made. */
    private static final String SOURCE =
            """
            package org.example.compiled;

            import io.zaaky.spi.*;

            public final class Plugin implements ChatModelProvider {
                public String type() {
                    return "compiled";
                }

                public ChatModel create(Settings settings, PluginContext context) {
                    throw new IllegalStateException(Later.word());
                }
            }

            final class Later {
                static String word() {
                    return "WORD";
                }
            }
            """;

    private PluginJar() {}

    /** A jar whose models cannot be made: the failure says the word. */
    static Path write(Path jar, String word) throws IOException {
        return write(jar, compiled(word), new Manifest());
    }

    /** A jar whose manifest has Java look for classes elsewhere too. */
    static Path leadingTo(Path jar, String classPath) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        return write(jar, compiled("made"), manifest);
    }

    /** A jar that names a provider and has no classes. */
    static Path names(Path jar, String provider) throws IOException {
        return write(
                jar, Map.of(SERVICE, provider.getBytes(StandardCharsets.UTF_8)), new Manifest());
    }

    private static Path write(Path jar, Map<String, byte[]> entries, Manifest manifest)
            throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private static Map<String, byte[]> compiled(String word) throws IOException {
        Path classes = Files.createTempDirectory("compiled");
        var source =
                new SimpleJavaFileObject(
                        URI.create("string:///Plugin.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE.replace("WORD", word);
                    }
                };
        boolean done =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                null,
                                null,
                                null,
                                List.of("-d", classes.toString(), "-proc:none"),
                                null,
                                List.of(source))
                        .call();
        if (!done) {
            throw new IllegalStateException("the plugin of the test cannot be compiled");
        }
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put(SERVICE, "org.example.compiled.Plugin".getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> entries.put(classes.relativize(file).toString(), bytes(file)));
        }
        return entries;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
