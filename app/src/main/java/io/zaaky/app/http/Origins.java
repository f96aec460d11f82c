package io.zaaky.app.http;

import io.zaaky.app.config.WidgetSettings;
import java.net.URI;
import java.util.Locale;

/**
 * Which pages may use a chatbot. Keeps other websites from embedding it; it keeps no program out,
 * for those send what they like.
 */
final class Origins {
    private Origins() {}

    /**
     * Whether a page may call.
     *
     * @param origin the header {@code Origin}
     * @param host the host and port that the page's request was addressed to
     * @param hosts which of those are the server's own
     */
    static boolean allowed(WidgetSettings widget, String origin, String host, PublicHosts hosts) {
        return widget.allowedOrigins().contains(origin) || isOwn(origin, host, hosts);
    }

    /** Whether it is a page of the server itself. */
    static boolean isOwn(String origin, String host, PublicHosts hosts) {
        return hosts.isOwn(host) && isAt(origin, host);
    }

    /**
     * Whether the page comes from where the request goes: same host, same port. The scheme may have
     * been changed by a proxy.
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
     * Whether it is a request that a page can have made without telling its own address: a picture,
     * a link or a form of another website. Programs send no such header, and neither do browsers
     * over plain HTTP, unless it is to this very machine.
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
