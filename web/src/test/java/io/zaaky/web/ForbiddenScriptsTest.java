package io.zaaky.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The widget and the pages have no way to turn text into markup or code. */
class ForbiddenScriptsTest {
    private static final Path FILES = Path.of("src/main/resources/web");
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "\\b(inner|outer)HTML\\b|insertAdjacentHTML|setHTML|parseFromString|createContextualFragment"
                        + "|document\\.write|\\beval\\s*\\(|new\\s+Function\\b|srcdoc"
                        + "|set(Timeout|Interval)\\s*\\(\\s*[\"'`]|\\bimport\\s*\\(\\s*[\"'`]https?:"
                        + "|\\.cookie\\b|<[^>]+\\son[a-z]+\\s*=|javascript:");

    @Test
    @Tag("SUP-05")
    void noScriptOrPageUsesThem() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertTrue(all.size() > 10, all::toString);
            List<String> found =
                    all.stream()
                            .filter(file -> file.toString().matches(".*\\.(js|html)"))
                            .flatMap(
                                    file ->
                                            FORBIDDEN
                                                    .matcher(read(file))
                                                    .results()
                                                    .map(match -> file + ": " + match.group()))
                            .toList();
            assertEquals(List.of(), found);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node.innerHTML = text",
                "eval (text)",
                "setTimeout(\"run()\")",
                "new Function(text)",
                "<a onclick='x()'>",
                "import('https://cdn.example/x.js')"
            })
    @Tag("SUP-05")
    void eachOfThemWouldBeFound(String script) {
        assertTrue(FORBIDDEN.matcher(script).find(), script);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
