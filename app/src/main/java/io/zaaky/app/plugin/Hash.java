package io.zaaky.app.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Represents settings and secrets without showing them. */
final class Hash {
    private Hash() {}

    /**
     * SHA-256 of several texts, in hexadecimal: different for different texts, or a different
     * order.
     */
    static String of(String... texts) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                byte[] value = text.getBytes(UTF_8);
                sha256.update((value.length + ":").getBytes(UTF_8));
                sha256.update(value);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
