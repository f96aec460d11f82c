package io.zaaky.app.config;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into texts: {@code ${NAME}} and {@code ${NAME:default}}. A variable
 * that is set but empty counts as not set.
 */
public record Environment(Map<String, String> variables) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    String expand(String text, Consumer<String> missing) {
        if (!text.contains("${")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(
                        match -> {
                            String value = variables.get(match.group(1));
                            return Matcher.quoteReplacement(
                                    value == null || value.isEmpty()
                                            ? otherwise(match.group(1), match.group(2), missing)
                                            : value);
                        });
    }

    private static String otherwise(
            String name, @Nullable String otherwise, Consumer<String> missing) {
        if (otherwise == null) {
            missing.accept(name);
            return "";
        }
        return otherwise;
    }
}
