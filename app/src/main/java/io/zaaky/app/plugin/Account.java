package io.zaaky.app.plugin;

import io.zaaky.spi.Secret;
import java.util.List;

/** Tells whether two components use the same secrets, without storing the secrets. */
final class Account {
    private Account() {}

    /** A hash of all secrets; empty if there are none. */
    static String of(List<Secret> secrets) {
        return secrets.isEmpty()
                ? ""
                : Hash.of(secrets.stream().map(Secret::value).toArray(String[]::new));
    }
}
