package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The websites whose pages may use a chatbot: {@code https://www.example.org} or, for all names
 * below one, {@code https://*.example.org}. Scheme, name and port are compared as written, because
 * browsers write them in only one way. An entry that no browser can send is therefore a problem.
 *
 * @param exact origins
 * @param below wildcards
 */
public record AllowedOrigins(Set<String> exact, List<Wildcard> below) {
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of(), List.of());

    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final String NAME = LABEL + "(?:\\." + LABEL + ")*";
    private static final Pattern LABELS = Pattern.compile("(?:" + LABEL + "\\.)+");
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://(\\*\\.)?(" + NAME + "|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");
    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final int LONGEST = 300; // a name has at most 253 characters
    private static final String PART = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(PART + "(?:\\." + PART + "){3}");

    /**
     * All names below one.
     *
     * @param scheme with its {@code ://}
     * @param end starts at the dot before the name, and includes the port if there is one
     */
    public record Wildcard(String scheme, String end) {
        /** Whether the origin's name is below this one, any number of labels deep. */
        boolean matches(String origin) {
            int labels = origin.length() - end.length() + 1; // end of the labels, dot included
            return labels > scheme.length()
                    && origin.length() <= LONGEST
                    && origin.startsWith(scheme)
                    && origin.endsWith(end)
                    && LABELS.matcher(origin).region(scheme.length(), labels).matches();
        }

        @Override
        public String toString() {
            return scheme + "*" + end;
        }
    }

    static AllowedOrigins from(Settings in, String key) {
        List<String> origins = in.texts(key);
        for (String origin : origins) {
            problem(origin).ifPresent(why -> in.problem(key, why));
        }
        return of(origins);
    }

    /** Sorts valid entries into exact origins and wildcards. */
    public static AllowedOrigins of(Collection<String> origins) {
        Set<String> exact = new LinkedHashSet<>();
        List<Wildcard> below = new ArrayList<>();
        for (String origin : origins) {
            int star = origin.indexOf("://*.");
            if (star < 0) {
                exact.add(origin);
            } else {
                below.add(new Wildcard(origin.substring(0, star + 3), origin.substring(star + 4)));
            }
        }
        return new AllowedOrigins(exact, List.copyOf(below));
    }

    /**
     * Whether the origin's pages may use the chatbot.
     *
     * @param origin the header {@code Origin}
     */
    public boolean contains(String origin) {
        return exact.contains(origin) || below.stream().anyMatch(each -> each.matches(origin));
    }

    public boolean isEmpty() {
        return exact.isEmpty() && below.isEmpty();
    }

    /**
     * All entries as the file has them, which is also how a content security policy writes them.
     */
    public List<String> all() {
        List<String> all = new ArrayList<>(exact);
        below.forEach(each -> all.add(each.toString()));
        return all;
    }

    /** Explains why no page can have that origin; empty if one can. */
    private static Optional<String> problem(String origin) {
        var parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            return Optional.of(
                    "must be origins such as https://www.example.org or https://*.example.org, in"
                            + " lower case, without a path, not '"
                            + origin
                            + "'");
        }
        boolean https = parts.group(1).equals("https");
        boolean wildcard = parts.group(2) != null;
        String name = parts.group(3);
        String port = Optional.ofNullable(parts.group(4)).orElse("");
        if (port.equals(https ? "443" : "80")) {
            return never(origin, "browsers leave out the port " + port + " of " + parts.group(1));
        }
        if (port.startsWith("0") || (!port.isEmpty() && Integer.parseInt(port) > 65535)) {
            return never(origin, "a port is a number from 1 to 65535");
        }
        boolean address = name.startsWith("[") || NUMERIC.matcher(name).matches();
        if (wildcard && address) {
            return never(origin, "there are no names below an address");
        }
        if (address && !name.startsWith("[") && !IPV4.matcher(name).matches()) {
            return never(origin, "browsers write an address as four numbers, such as 192.0.2.7");
        }
        return Optional.empty();
    }

    private static Optional<String> never(String origin, String why) {
        return Optional.of("'" + origin + "' can't match any page: " + why);
    }
}
