package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of the tests is true. */
final class DocumentationTest {
    private static final Pattern TEST =
            Pattern.compile("`([A-Z]\\w*(?:Tests?|IT|Contract))(?:\\.(\\w+))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]+-\\d{2}) \\|.*$");
    private static final String DOCS = "docs";

    private final Map<String, String> sources = new HashMap<>();

    DocumentationTest() {
        try (Stream<Path> files = Files.walk(Product.HOME)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .forEach(
                            file ->
                                    sources.put(
                                            file.getFileName().toString().replace(".java", ""),
                                            read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Matcher named = TEST.matcher(read(page));
            while (named.find()) {
                String source = sources.getOrDefault(named.group(1), "");
                String method = named.group(2);
                if (source.isEmpty()
                        || (method != null && !source.contains("void " + method + "("))) {
                    missing.add(page.getFileName() + ": " + named.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyFailureThatATestShowsBearsItsIdThere() {
        List<String> missing = new ArrayList<>();
        Matcher row = ROW.matcher(read(Product.HOME.resolve(DOCS).resolve("failures.md")));
        boolean any = false;
        while (row.find()) {
            any = true;
            Matcher named = TEST.matcher(row.group());
            while (named.find()) {
                String source = sources.getOrDefault(named.group(1), "");
                if (!source.contains("@Tag(\"" + row.group(1) + "\")")) {
                    missing.add(row.group(1) + ": " + named.group());
                }
            }
        }
        assertTrue(any, "no row was found");
        assertEquals(List.of(), missing);
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.list(Product.HOME.resolve(DOCS))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
