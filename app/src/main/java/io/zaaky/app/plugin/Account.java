package io.zaaky.app.plugin;

import io.zaaky.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells whether two components use the same secrets, without keeping them. */
final class Account {
    private Account() {}

    /** A hash of them all; empty if there are none. */
    static String of(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            return "";
        }
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (Secret secret : secrets) {
                byte[] value = secret.value().getBytes(StandardCharsets.UTF_8);
                sha256.update((value.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha256.update(value);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
