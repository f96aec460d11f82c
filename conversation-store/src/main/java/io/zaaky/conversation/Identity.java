package io.zaaky.conversation;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who a store is, what time it is there, and how it makes ids.
 *
 * @param owner of what it reserves; another store's is another one
 * @param clock the time that leases go by
 * @param ids random; nothing about a session follows from them
 */
record Identity(String owner, InstantSource clock, Supplier<String> ids) {

    static Identity create(InstantSource clock) {
        return new Identity(
                UUID.randomUUID().toString(), clock, () -> UUID.randomUUID().toString());
    }

    String newId() {
        return ids.get();
    }
}
