package io.zaaky.ingestion.web;

import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web address, parsed once; requests are built only from these parts. Anything that two parsers
 * could interpret differently is rejected: user names, backslashes, numeric shorthands of
 * addresses, non-ASCII names, zones.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address with its brackets
 * @param port the port; the scheme's default if none was given
 * @param path the path; begins with {@code /}, without {@code .} and {@code ..}
 * @param query the query without the question mark; empty if there is none
 */
public record WebUrl(String scheme, String host, int port, String path, String query) {
    private static final int LONGEST = 2000;
    private static final String CHARS = "A-Za-z0-9\\-._~!$&'()*+,;=:@/";
    private static final Pattern FORM =
            Pattern.compile(
                    "(https?)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([1-9][0-9]{0,4}))?"
                            + ("(/(?:[" + CHARS + "]|%[0-9A-Fa-f]{2})*+)?")
                            + ("(?:\\?((?:["
                                    + CHARS
                                    + "?]|%[0-9A-Fa-f]{2})*+))?(?:#[^@\\\\\\s]*)?"),
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern OCTETS =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    /**
     * Parses an address; the fragment after {@code #} is dropped.
     *
     * @throws IllegalArgumentException if the text is not an address, or is one that is rejected
     */
    public static WebUrl parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw new IllegalArgumentException(
                    "must be a plain http or https address such as https://www.example.org/help");
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        String host = form.group(2).toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw new IllegalArgumentException(
                    "must name its host as letters, digits, dots and hyphens, or as a plain IP"
                            + " address");
        }
        int port = form.group(3) == null ? standard(scheme) : Integer.parseInt(form.group(3));
        if (port > 65_535) {
            throw new IllegalArgumentException("must have a port from 1 to 65535");
        }
        String path = withoutDots(Objects.requireNonNullElse(form.group(4), "/"));
        var url = new WebUrl(scheme, host, port, path, orEmpty(form.group(5)));
        if (!url.roundTrips()) {
            throw new IllegalArgumentException("can be read in more than one way");
        }
        return url;
    }

    /**
     * Resolves a reference from a page or a header; empty if the result is not an accepted address.
     * Encodes what browsers encode by themselves: spaces, non-ASCII letters.
     *
     * @param reference absolute, or relative to this address
     */
    public Optional<WebUrl> resolve(String reference) {
        String text = encoded(reference.strip());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.startsWith("?")) {
                return Optional.of(parse(origin() + path + text));
            }
            return Optional.of(parse(URI.create(toString()).resolve(text).toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean encodes = c >= 0x80 || " \"<>^`{|}[]".indexOf(c) >= 0;
            out.append(encodes ? "%" + HexFormat.of().withUpperCase().toHexDigits(b) : c);
        }
        return out.toString();
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return address(host).isPresent();
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        boolean number = NUMBER.matcher(labels[labels.length - 1]).matches();
        return host.length() <= 253 && (!number || OCTETS.matcher(host).matches());
    }

    /** The IP address, if the host is one and not a name. */
    Optional<InetAddress> literal() {
        return address(host);
    }

    private static Optional<InetAddress> address(String host) {
        try {
            String inner = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            boolean is = host.startsWith("[") || OCTETS.matcher(host).matches();
            return is ? Optional.of(InetAddress.ofLiteral(inner)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code %2e} counts as a dot, as it does for servers. */
    private static String withoutDots(String path) {
        String plain = path.replaceAll("(?i)%2e", ".");
        Deque<String> parts = new ArrayDeque<>();
        String last = "";
        for (String part : plain.substring(1).split("/", -1)) {
            last = part;
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.equals(".")) {
                parts.addLast(part);
            }
        }
        boolean folder = last.equals(".") || last.equals("..");
        String joined = "/" + String.join("/", parts);
        return folder && !joined.endsWith("/") ? joined + "/" : joined;
    }

    /** Whether Java's own parser finds the same parts. */
    private boolean roundTrips() {
        URI uri = URI.create(toString());
        int seen = uri.getPort() < 0 ? standard(scheme) : uri.getPort();
        return host.equals(uri.getHost())
                && uri.getRawUserInfo() == null
                && port == seen
                && path.equals(uri.getRawPath())
                && query.equals(orEmpty(uri.getRawQuery()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int standard(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** For libraries that need a {@code URL}; it is never used to fetch anything. */
    URL toUrl() {
        try {
            return URI.create(toString()).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("http and https are known", e);
        }
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** {@code https://host:port}, without the scheme's default port. */
    String origin() {
        return scheme + "://" + host + (port == standard(scheme) ? "" : ":" + port);
    }

    /**
     * The host, and the port unless it is the scheme's default; {@code http} and {@code https} are
     * the same site.
     */
    String site() {
        return host + (port == standard(scheme) ? "" : ":" + port);
    }

    /** The request target. */
    String target() {
        return path + (query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public String toString() {
        return origin() + target();
    }
}
