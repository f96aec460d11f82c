package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.List;
import java.util.regex.Pattern;

/** Lists of hashed keys, as {@code admin-keys} and {@code platform-keys} hold them. */
final class KeyHashes {
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    private KeyHashes() {}

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
