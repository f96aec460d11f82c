package io.zaaky.app.admin;

import io.zaaky.app.config.AccessKey;
import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.app.config.OrganisationSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of the current configuration, and the calls under way that use them. Safe to call from
 * many threads.
 */
public final class Callers {
    /** How long a call whose key is gone may take to notice it before its connection is cut. */
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile Known known;

    private record Known(
            Map<String, OrganisationSettings> organisations, List<AccessKey> platform) {
        static Known of(Configuration configuration) {
            Map<String, OrganisationSettings> organisations = new LinkedHashMap<>();
            configuration.organisations().forEach(each -> organisations.put(each.id(), each));
            return new Known(organisations, configuration.server().platformKeys());
        }

        List<AccessKey> keys(Optional<String> organisation) {
            return organisation
                    .map(org -> Optional.ofNullable(organisations.get(org)))
                    .map(found -> found.map(OrganisationSettings::keys).orElse(List.of()))
                    .orElse(platform);
        }
    }

    public Callers(Configuration configuration) {
        this.known = Known.of(configuration);
    }

    /** All organisations, in the order of their ids. */
    public List<OrganisationSettings> organisations() {
        return List.copyOf(known.organisations().values());
    }

    /** The organisation with that id, as a client sent it. */
    public Optional<OrganisationSettings> organisation(String id) {
        return Optional.ofNullable(known.organisations().get(id));
    }

    /**
     * Finds the holder of a key.
     *
     * @param organisation whose keys to search; empty for those of the platform
     * @param key as a client sent it
     */
    public Optional<Caller> find(Optional<String> organisation, String key) {
        return KeyHashes.find(known.keys(organisation), key)
                .map(found -> new Caller(organisation, found));
    }

    /**
     * Replaces the keys. Calls under way whose key is no longer valid, or no longer allows them,
     * end within seconds.
     */
    public void replace(Configuration configuration) {
        known = Known.of(configuration);
        List<Call> over = calls.stream().filter(call -> !call.isAllowed()).toList();
        if (!over.isEmpty()) {
            Thread.startVirtualThread(() -> cut(over));
        }
    }

    private void cut(List<Call> over) {
        try {
            Thread.sleep(NOTICE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over.stream().filter(calls::contains).forEach(call -> call.cut.run());
    }

    /**
     * Registers the start of a call; the caller closes it.
     *
     * @param cut ends its connection, whatever the call is doing; does not block
     */
    public Call begin(Caller caller, Right right, Runnable cut) {
        var call = new Call(caller, right, cut);
        calls.add(call);
        return call;
    }

    /** A call under way. */
    public final class Call implements AutoCloseable {
        private final Caller caller;
        private final Right right;
        private final Runnable cut;

        private Call(Caller caller, Right right, Runnable cut) {
            this.caller = caller;
            this.right = right;
            this.cut = cut;
        }

        public Caller caller() {
            return caller;
        }

        /**
         * Whether its key still allows it. Check this after each wait, and from time to time in
         * long calls.
         */
        public boolean isAllowed() {
            Optional<AccessKey> now =
                    known.keys(caller.organisation()).stream()
                            .filter(key -> key.hash().equals(caller.key().hash()))
                            .findFirst();
            return now.filter(key -> new Caller(caller.organisation(), key).has(right)).isPresent();
        }

        @Override
        public void close() {
            calls.remove(this);
        }
    }
}
