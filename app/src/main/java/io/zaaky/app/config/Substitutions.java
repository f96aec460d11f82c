package io.zaaky.app.config;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that came from environment variables. A message shows the reference instead, because
 * any value may be a secret that was put at the wrong key.
 */
final class Substitutions {
    /** A value with at least this many characters is removed wherever it occurs. */
    private static final int DISTINCT = 5;

    private final List<Substitution> all = new ArrayList<>();

    private record Substitution(ConfigNode.Location at, String written, String value) {
        boolean concerns(Problem problem) {
            return value.length() >= DISTINCT
                    || (at.file().equals(problem.file()) && at.line() == problem.line());
        }

        /** Replaces a short value only as a whole word, so that the message stays readable. */
        String removedFrom(String message) {
            String text = Pattern.quote(value.strip());
            String word =
                    value.length() >= DISTINCT
                            ? text
                            : "(?<![\\p{L}\\p{N}])" + text + "(?![\\p{L}\\p{N}])";
            return Pattern.compile(word, Pattern.CASE_INSENSITIVE)
                    .matcher(message)
                    .replaceAll(Matcher.quoteReplacement(written));
        }
    }

    void add(ConfigNode.Location at, String written, String value) {
        if (!value.isBlank()) {
            all.add(new Substitution(at, written, value));
        }
    }

    Problem removedFrom(Problem problem) {
        String message = problem.message();
        List<Substitution> longestFirst =
                all.stream()
                        .filter(each -> each.concerns(problem))
                        .sorted(Comparator.comparingInt(each -> -each.value().length()))
                        .toList();
        for (Substitution each : longestFirst) {
            message = each.removedFrom(message);
        }
        return new Problem(problem.file(), problem.line(), problem.path(), message);
    }
}
