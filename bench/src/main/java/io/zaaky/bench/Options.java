package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --name value} pairs of the command line. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param known the names that the command knows
     * @throws IllegalArgumentException with a sentence for the user
     */
    Options(List<String> arguments, Set<String> known) {
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new IllegalArgumentException(
                        "unknown option " + name + "; there are: --" + String.join(" --", known));
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            values.put(name.substring(2), arguments.get(i + 1));
        }
    }

    String text(String name, String unless) {
        return values.getOrDefault(name, unless);
    }

    /** A folder, which is created; the default {@code unless} is below the checkout. */
    Path folder(String name, String unless) throws IOException {
        String otherwise = Zaaky.launcher().resolveSibling(unless).toString();
        return Files.createDirectories(Path.of(text(name, otherwise)));
    }

    List<String> list(String name, String unless) {
        return List.of(text(name, unless).split(","));
    }

    int number(String name, int unless) {
        return Integer.parseInt(text(name, String.valueOf(unless)));
    }
}
