package io.zaaky.app.chat;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The servers behind the models of all chatbots: one for each provider and address, whoever calls
 * it. Safe to call from many threads.
 */
public final class Upstreams {
    private final ProviderLimits limits;
    private final Clock clock;
    private final DoubleSupplier random;
    private final Map<Key, Upstream> all = new ConcurrentHashMap<>();

    /**
     * @param where the address; of a model without one its chatbot
     */
    private record Key(String provider, String where) {}

    /** A model and the server behind it. */
    record Candidate(NamedModel named, Upstream upstream) {}

    /**
     * @param clock must never be set back
     */
    public Upstreams(Clock clock) {
        this(ProviderLimits.STANDARD, clock, () -> ThreadLocalRandom.current().nextDouble());
    }

    Upstreams(ProviderLimits limits, Clock clock, DoubleSupplier random) {
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /** A chatbot's models, in their order, each with its server. */
    List<Candidate> of(ChatbotKey chatbot, List<NamedModel> models) {
        return models.stream().map(named -> new Candidate(named, of(chatbot, named))).toList();
    }

    private Upstream of(ChatbotKey chatbot, NamedModel named) {
        Optional<String> address = named.model().endpoint().map(Upstreams::address);
        var key = new Key(named.provider(), address.orElseGet(chatbot::toString));
        String name = key.provider() + (address.isPresent() ? " at " : " of ") + key.where();
        return all.computeIfAbsent(key, _ -> new Upstream(name, limits, clock, random));
    }

    /** The same text for the same address, however it was written. */
    private static String address(URI uri) {
        String text = uri.normalize().toString();
        String authority = uri.getRawAuthority();
        String same =
                authority == null
                        ? text
                        : text.replace(authority, authority.toLowerCase(Locale.ROOT));
        return same.endsWith("/") ? same.substring(0, same.length() - 1) : same;
    }

    /** The types of the providers in use, in alphabetical order. */
    public List<String> providers() {
        return all.keySet().stream().map(Key::provider).distinct().sorted().toList();
    }

    /** How many servers of a provider are in that state. */
    public int count(String provider, BreakerState state) {
        return (int)
                all.entrySet().stream()
                        .filter(entry -> entry.getKey().provider().equals(provider))
                        .filter(entry -> entry.getValue().breaker().state() == state)
                        .count();
    }
}
