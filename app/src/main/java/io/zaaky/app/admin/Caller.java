package io.zaaky.app.admin;

import io.zaaky.app.config.AccessKey;
import io.zaaky.app.config.KeyRole;
import java.util.Optional;

/**
 * The caller of an administrative call: the holder of a key.
 *
 * @param organisation the organisation of the key; empty for a key of the platform
 */
public record Caller(Optional<String> organisation, AccessKey key) {

    /** Whether the key has that right. */
    public boolean has(Right right) {
        return organisation.isPresent()
                ? key.role().filter(right::isOf).isPresent()
                : right == Right.PLATFORM;
    }

    /** The role's name in the log of changes. */
    public String role() {
        return key.role().map(KeyRole::word).orElse("platform");
    }
}
