package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What tools/startup-cache.sh says of our classes is true. */
final class StartupCacheTest {
    private static final Pattern LIST = Pattern.compile("never_recorded=\"([^\"]*)\"");

    @Test
    void whatIsNeverRecordedIsThere() throws IOException {
        Matcher list =
                LIST.matcher(Files.readString(Product.HOME.resolve("tools/startup-cache.sh")));
        assertTrue(list.find(), "the list is there");
        List<String> ours =
                Stream.of(list.group(1).split("\\s+"))
                        .filter(pattern -> pattern.startsWith("io.zaaky."))
                        .toList();
        assertFalse(ours.isEmpty());
        List<String> classes = classes();
        assertEquals(
                List.of(),
                ours.stream()
                        .filter(pattern -> classes.stream().noneMatch(fits(pattern)))
                        .toList());
    }

    private static Predicate<String> fits(String pattern) {
        String start = pattern.substring(0, pattern.length() - 1);
        return name -> name.startsWith(start);
    }

    /** The full names of all classes of the product that have a file of their own. */
    private static List<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Product.HOME)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && file.contains("/src/main/java/"))
                    .map(file -> file.substring(file.indexOf("/src/main/java/") + 15))
                    .map(file -> file.replace(".java", "").replace('/', '.'))
                    .toList();
        }
    }
}
