package io.zaaky.conversation;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A store's identity, clock and generator of ids.
 *
 * @param owner the owner of the store's reservations, different for each store
 * @param clock the clock for leases
 * @param ids generates random ids, which reveal nothing about a session
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
