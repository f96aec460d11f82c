package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@code widget} node.
 *
 * @param color {@code #rrggbb}; empty for the widget's own
 * @param placeholder of the input; empty for the widget's own
 * @param paused the message while the chatbot is paused
 * @param allowedOrigins empty: only pages of the server itself
 */
public record WidgetSettings(
        String title,
        String color,
        String placeholder,
        List<String> suggestions,
        String paused,
        AllowedOrigins allowedOrigins) {

    private static final String PAUSED =
            "This chat is paused at the moment. Please try again later.";

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    static WidgetSettings from(Settings in, String name) {
        return new WidgetSettings(
                in.text("title", name),
                color(in),
                in.text("placeholder", ""),
                in.texts("suggestions"),
                in.text("paused", PAUSED),
                AllowedOrigins.from(in, "allowed-origins"));
    }

    private static String color(Settings in) {
        String color = in.text("color", "");
        if (!color.isEmpty() && !COLOR.matcher(color).matches()) {
            in.problem(
                    "color",
                    "must be a colour such as \"#0b5fff\" (in quotes), not '" + color + "'");
        }
        return color;
    }
}
