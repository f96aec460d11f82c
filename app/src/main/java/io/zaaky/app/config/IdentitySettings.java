package io.zaaky.app.config;

import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.nio.charset.StandardCharsets;

/**
 * The {@code identity} node: visitors that the organisation's back end has signed in.
 *
 * @param secret the secret that the back end signs with; {@link Secret#NONE} if it signs nobody in
 * @param required whether nobody else may use the chatbot
 */
public record IdentitySettings(Secret secret, boolean required) {
    private static final int SHORTEST_SECRET = 32; // bytes, RFC 7518, section 3.2

    static IdentitySettings from(Settings in) {
        Secret secret = in.secret("secret");
        boolean required = in.flag("required", false);
        if (secret.isPresent() && bytes(secret).length < SHORTEST_SECRET) {
            in.problem(
                    "secret",
                    "must have at least "
                            + SHORTEST_SECRET
                            + " bytes, or it can be found out from any token that it has signed;"
                            + " 'openssl rand -base64 48' makes one");
        } else if (required && !secret.isPresent()) {
            in.problem("required", "needs a secret beside it, or no visitor could use the chatbot");
        }
        return new IdentitySettings(secret, required);
    }

    /** Whether visitors can be signed in. */
    public boolean isOn() {
        return secret.isPresent();
    }

    /** The key for signatures. */
    public byte[] key() {
        return bytes(secret);
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }
}
