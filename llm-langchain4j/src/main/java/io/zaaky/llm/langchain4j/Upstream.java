package io.zaaky.llm.langchain4j;

import io.zaaky.spi.Secret;
import java.net.URI;

/**
 * The service behind a plugin, and how messages for operators refer to it.
 *
 * @param provider the plugin's type, such as {@code openai}
 * @param baseUrl the service's address
 * @param key the key, which is sent only there; {@link Secret#NONE} if the service needs none
 */
public record Upstream(String provider, URI baseUrl, Secret key) {
    private static final int QUOTED = 300;

    /** The address with {@code path} below it, however many slashes the operator wrote. */
    public URI at(String path) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + path);
    }

    /** {@code openai at http://localhost:8080/v1: what}, without the key. */
    String says(String what) {
        return redact(provider + " at " + baseUrl + ": " + what);
    }

    /**
     * A text of the service in a form that fits one line of a log: without the key, without control
     * characters, and at most 300 characters long.
     */
    String quote(String text) {
        String safe = redact(text.strip());
        var quoted = new StringBuilder();
        for (int i = 0; i < safe.length() && quoted.length() < QUOTED; i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.toString();
    }

    private String redact(String text) {
        return key.isPresent() ? text.replace(key.value(), key.toString()) : text;
    }
}
