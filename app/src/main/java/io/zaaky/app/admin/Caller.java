package io.zaaky.app.admin;

import io.zaaky.app.config.AccessKey;
import io.zaaky.app.config.KeyRole;
import java.util.Optional;

/**
 * Who makes a call of administrators: the holder of a key.
 *
 * @param organisation whose key it is; empty for the platform's
 */
public record Caller(Optional<String> organisation, AccessKey key) {

    /** Whether the key is good for that. */
    public boolean has(Right right) {
        return organisation.isPresent()
                ? key.role().filter(right::isOf).isPresent()
                : right == Right.PLATFORM;
    }

    /** As the log of what was changed has it. */
    public String role() {
        return key.role().map(KeyRole::word).orElse("platform");
    }
}
