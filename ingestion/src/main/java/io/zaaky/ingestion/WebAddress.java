package io.zaaky.ingestion;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks addresses that may be shown to visitors as links. */
public final class WebAddress {
    private static final int LONGEST = 2000;

    private WebAddress() {}

    /** The address if it is an absolute http or https address, otherwise empty. */
    public static String orEmpty(String text) {
        String address = text.strip();
        if (address.length() > LONGEST) {
            return "";
        }
        try {
            URI uri = new URI(address);
            boolean web =
                    "http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null ? address : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
