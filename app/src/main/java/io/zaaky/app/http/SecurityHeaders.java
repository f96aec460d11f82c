package io.zaaky.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import io.zaaky.app.config.AllowedOrigins;

/**
 * Response headers that restrict what a browser may do. Every response has the strictest ones;
 * pages have their own policy. {@code Strict-Transport-Security} is left to the web server in
 * front, which knows whether there is HTTPS.
 */
final class SecurityHeaders {
    /** A response has the type that it declares, whatever it looks like. */
    private static final Header NO_SNIFFING =
            HeaderValues.create("X-Content-Type-Options", "nosniff");

    private static final Header NO_REFERRER = HeaderValues.create("Referrer-Policy", "no-referrer");
    private static final Header NO_PREFETCH = HeaderValues.create("X-DNS-Prefetch-Control", "off");
    private static final String POLICY = "Content-Security-Policy";

    /** A response opened as a page loads nothing, runs nothing and appears in no frame. */
    private static final Header NOTHING =
            HeaderValues.create(POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox");

    private static final Header NO_DEVICES =
            HeaderValues.create(
                    "Permissions-Policy",
                    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(),"
                            + " usb=()");

    private SecurityHeaders() {}

    /** Adds the headers for every response. */
    static void add(WritableHeaders<?> headers) {
        headers.set(NO_SNIFFING);
        headers.set(NO_REFERRER);
        headers.set(NOTHING);
    }

    /**
     * Adds the headers for a page.
     *
     * @param framing the websites that may show it in a frame
     */
    static void addToPage(WritableHeaders<?> headers, AllowedOrigins framing) {
        String ancestors = framing.isEmpty() ? "'none'" : String.join(" ", framing.all());
        headers.set(HeaderValues.create(POLICY, ownFiles(ancestors)));
        headers.set(NO_DEVICES);
        headers.set(NO_PREFETCH);
    }

    /**
     * Allows only the server's own files; no inline script or style, and no text that becomes
     * markup.
     */
    private static String ownFiles(String ancestors) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
                + ancestors
                + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
