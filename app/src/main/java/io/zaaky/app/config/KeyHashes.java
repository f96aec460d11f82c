package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys of administrators, and their hashes as {@code admin-keys} and {@code platform-keys} hold
 * them: {@code sha256:} and 64 hex digits. A key is random, so a plain hash of it tells nothing.
 */
public final class KeyHashes {
    private static final String PREFIX = "sha256:";
    private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-fA-F]{64}");

    private KeyHashes() {}

    public static String of(String key) {
        return PREFIX + HexFormat.of().formatHex(digest(key));
    }

    /** Whether one of the hashes is the key's; takes as long whichever it is. */
    public static boolean match(List<String> hashes, String key) {
        byte[] digest = digest(key);
        boolean found = false;
        for (String hash : hashes) {
            byte[] wanted = HexFormat.of().parseHex(hash.substring(PREFIX.length()));
            found |= MessageDigest.isEqual(wanted, digest);
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static List<String> from(Settings in, String key) {
        List<String> hashes = in.texts(key);
        for (String hash : hashes) {
            if (!HASH.matcher(hash).matches()) {
                in.problem(
                        key,
                        "each must be sha256: and 64 hex digits, the hash of a key and never the"
                                + " key itself");
            }
        }
        return hashes;
    }
}
