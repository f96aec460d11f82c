package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A key as {@code admin-keys} and {@code platform-keys} list it. The key itself is stored nowhere.
 *
 * @param hash as {@link KeyHashes#of} makes it
 * @param name for people; the beginning of the hash if none was given
 * @param role empty for a key of the platform
 */
public record AccessKey(String hash, String name, Optional<KeyRole> role) {
    private static final int LONGEST_NAME = 64;
    private static final int DIGITS = 8; // digits of the hash to show if there is no name

    /** Reads the keys of an organisation. */
    static List<AccessKey> ofOrganisation(Settings in) {
        List<AccessKey> keys = new ArrayList<>();
        for (Settings entry : in.list("admin-keys", "hash")) {
            keys.add(read(entry, Optional.of(entry.choice("role", KeyRole.OWNER))));
        }
        return checked(in, "admin-keys", keys);
    }

    /** Reads the keys of the platform, below {@code server}. */
    static List<AccessKey> ofPlatform(Settings in) {
        List<AccessKey> keys = new ArrayList<>();
        for (Settings entry : in.list("platform-keys", "hash")) {
            keys.add(read(entry, Optional.empty()));
        }
        return checked(in, "platform-keys", keys);
    }

    private static AccessKey read(Settings entry, Optional<KeyRole> role) {
        String hash = entry.text("hash").toLowerCase(Locale.ROOT);
        if (!hash.isEmpty() && !KeyHashes.isHash(hash)) {
            entry.problem(
                    "hash",
                    "must be sha256: and 64 hex digits, the hash of a key and never the key itself;"
                            + " ./zaaky key new makes one");
        }
        String name = entry.text("name", shortened(hash));
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            entry.problem("name", "must have 64 characters at most, none of them a control one");
        }
        return new AccessKey(hash, name, role);
    }

    private static String shortened(String hash) {
        return KeyHashes.isHash(hash)
                ? hash.substring(0, KeyHashes.PREFIX.length() + DIGITS)
                : hash;
    }

    private static List<AccessKey> checked(Settings in, String list, List<AccessKey> keys) {
        Set<String> seen = new HashSet<>();
        for (AccessKey key : keys) {
            if (!seen.add(key.hash()) && KeyHashes.isHash(key.hash())) {
                in.problem(list, "the hash of '" + key.name() + "' stands in it twice");
            }
        }
        return List.copyOf(keys);
    }
}
