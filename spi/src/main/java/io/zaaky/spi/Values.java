package io.zaaky.spi;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses the single values of {@link Settings}. An invalid value throws {@link
 * IllegalArgumentException}, whose message tells the operator what the value must be. A text that
 * is not a number throws {@link NumberFormatException}, whose message is not meant for operators.
 */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)?");

    private static final String ADDRESS =
            "must be an address such as http://localhost:11434, without user, query and fragment";

    private Values() {}

    static String nonBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }

    static int integer(String text, int min, int max) {
        long value = Long.parseLong(text.replace("_", ""));
        if (value < min || value > max) {
            throw outside(text, min, max);
        }
        return (int) value;
    }

    static double decimal(String text, double min, double max) {
        double value = new BigDecimal(text).doubleValue();
        if (value < min || value > max) {
            throw outside(text, min, max);
        }
        return value;
    }

    private static IllegalArgumentException outside(String text, Number min, Number max) {
        return new IllegalArgumentException("must be from " + min + " to " + max + ", not " + text);
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not " + text);
        };
    }

    static Duration duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 500ms, 30s, 5m, 24h or 30d, not '" + text + "'");
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }

    /** In bytes. */
    static long size(String text) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "must be a size such as 64KiB or 20MiB, not '" + text + "'");
        }
        long n = Long.parseLong(m.group(1));
        long unit =
                switch (m.group(2)) {
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    case "GiB" -> 1L << 30;
                    case null, default -> 1;
                };
        if (n > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("is larger than any size can be, " + text);
        }
        return n * unit;
    }

    /** The message does not repeat the text: keys stand in addresses now and then. */
    static URI uri(String text) {
        URI uri = parsed(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException(ADDRESS);
        }
        return uri;
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(ADDRESS, e);
        }
    }

    /** The constant for its form in YAML: lower case with hyphens. */
    static <E extends Enum<E>> E choice(String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (yaml(constant).equals(text)) {
                return constant;
            }
        }
        String all = choices(type, ", ");
        throw new IllegalArgumentException("must be one of " + all + ", not " + text);
    }

    static <E extends Enum<E>> String choices(Class<E> type, String separator) {
        return Stream.of(type.getEnumConstants())
                .map(Values::yaml)
                .collect(Collectors.joining(separator));
    }

    private static String yaml(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
