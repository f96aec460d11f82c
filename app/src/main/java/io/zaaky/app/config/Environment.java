package io.zaaky.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes environment variables in texts: {@code ${NAME}} and {@code ${NAME:default}}. A
 * variable that is set but empty counts as not set.
 *
 * @param allowed the names that may be used, each with {@code *} for any characters
 */
public record Environment(Map<String, String> variables, List<String> allowed) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    /** Every variable may be used. */
    public Environment(Map<String, String> variables) {
        this(variables, List.of("*"));
    }

    /** Receives the result for each reference in a text. */
    interface Listener {
        /** A reference cannot be replaced; the message says why. */
        void problem(String message);

        /**
         * A variable's value was substituted.
         *
         * @param written the reference that was replaced
         */
        void replaced(String written, String value);
    }

    /** The same variables, of which only these may be used. */
    Environment allowing(List<String> names) {
        return new Environment(variables, names);
    }

    String expand(String text, Listener listener) {
        if (!text.contains("${")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        value(
                                                match.group(),
                                                match.group(1),
                                                match.group(2),
                                                listener)));
    }

    private String value(
            String written, String name, @Nullable String otherwise, Listener listener) {
        if (allowed.stream().noneMatch(pattern -> matches(name, pattern))) {
            listener.problem(
                    "the environment variable "
                            + name
                            + " may not be used here; to allow it, add it to"
                            + " server.allow-variables in zaaky.yaml");
            return "";
        }
        String value = variables.get(name);
        if (value != null && !value.isEmpty()) {
            listener.replaced(written, value);
            return value;
        }
        if (otherwise == null) {
            listener.problem(
                    "the environment variable "
                            + name
                            + " is not set; set it, or give a default: ${"
                            + name
                            + ":…}");
            return "";
        }
        return otherwise;
    }

    private static boolean matches(String name, String pattern) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return name.matches(regex);
    }
}
