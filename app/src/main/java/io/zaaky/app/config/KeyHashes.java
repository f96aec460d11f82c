package io.zaaky.app.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hashes of keys: {@code sha256:} and 64 hex digits in lower case. A key is random, so a plain hash
 * reveals nothing about it.
 */
public final class KeyHashes {
    static final String PREFIX = "sha256:";
    private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private KeyHashes() {}

    public static String of(String key) {
        return PREFIX + HexFormat.of().formatHex(digest(key));
    }

    /** Finds the entry with the key's hash; takes the same time whichever entry it is. */
    public static Optional<AccessKey> find(List<AccessKey> keys, String key) {
        byte[] hash = bytes(of(key));
        Optional<AccessKey> found = Optional.empty();
        for (AccessKey each : keys) {
            if (MessageDigest.isEqual(bytes(each.hash()), hash)) {
                found = Optional.of(each);
            }
        }
        return found;
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
