package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@code widget} node.
 *
 * @param color {@code #rrggbb}; empty for the widget's own
 * @param placeholder of the input; empty for the widget's own
 * @param paused what is said while the chatbot is paused
 * @param allowedOrigins such as {@code https://www.example.org}; empty: only pages of the server
 *     itself
 */
public record WidgetSettings(
        String title,
        String color,
        String placeholder,
        List<String> suggestions,
        String paused,
        List<String> allowedOrigins) {

    private static final String PAUSED =
            "This chat is paused at the moment. Please try again later.";

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "https?://[a-z0-9.\\-]+(:\\d{1,5})?|https?://\\[[0-9a-f:]+](:\\d{1,5})?");

    static WidgetSettings from(Settings in, String name) {
        return new WidgetSettings(
                in.text("title", name),
                color(in),
                in.text("placeholder", ""),
                in.texts("suggestions"),
                in.text("paused", PAUSED),
                origins(in));
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

    private static List<String> origins(Settings in) {
        List<String> origins = in.texts("allowed-origins");
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                in.problem(
                        "allowed-origins",
                        "must be origins such as https://www.example.org, in lower case, without a"
                                + " path, not '"
                                + origin
                                + "'");
            }
        }
        return origins;
    }
}
