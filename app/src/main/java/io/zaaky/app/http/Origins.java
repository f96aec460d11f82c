package io.zaaky.app.http;

import io.zaaky.app.config.WidgetSettings;
import java.net.URI;
import java.util.Locale;

/**
 * Decides which pages may use a chatbot. This keeps other websites from embedding it. It does not
 * stop programs, which can send any header.
 */
final class Origins {
    private Origins() {}

    /**
     * Whether a page may call.
     *
     * @param origin the header {@code Origin}
     * @param host the host and port that the page's request was addressed to
     * @param hosts the server's own hosts
     */
    static boolean allowed(WidgetSettings widget, String origin, String host, PublicHosts hosts) {
        return widget.allowedOrigins().contains(origin) || isOwn(origin, host, hosts);
    }

    /** Whether the page belongs to the server itself. */
    static boolean isOwn(String origin, String host, PublicHosts hosts) {
        return hosts.isOwn(host) && isAt(origin, host);
    }

    /**
     * Whether the page comes from the same host and port that the request goes to. A proxy may have
     * changed the scheme.
     */
    static boolean isAt(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            if (uri.getHost() == null || uri.getScheme() == null) {
                return false;
            }
            int standard = uri.getScheme().equals("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? standard : uri.getPort();
            return withPort(host, standard)
                    .equals(uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether the request may come from a page that does not send its own origin: a picture, a link
     * or a form of another website. Programs do not send this header; nor do browsers over plain
     * HTTP, except to their own machine.
     *
     * @param site the header {@code Sec-Fetch-Site}; empty if there is none
     */
    static boolean isOfAnotherSite(String site) {
        return !site.isEmpty() && !site.equals("same-origin") && !site.equals("none");
    }

    private static String withPort(String host, int standard) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean hasPort = lower.lastIndexOf(':') > lower.lastIndexOf(']');
        return hasPort ? lower : lower + ":" + standard;
    }
}
