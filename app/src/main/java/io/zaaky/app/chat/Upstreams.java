package io.zaaky.app.chat;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * The upstreams of all chatbots' models. Chatbots of one organisation that ask one server for one
 * model with one key share an {@link Upstream}; all that ask one server share its {@link
 * Reachability}. Both are kept while a chatbot uses them, across reloads too. Safe to call from
 * many threads.
 */
public final class Upstreams {
    private final ProviderLimits limits;
    private final Clock clock;
    private final DoubleSupplier random;
    private final InUse<Server, Reachability> servers = new InUse<>();
    private final InUse<Account, Upstream> accounts = new InUse<>();

    /**
     * @param at the address; for a model without one, its chatbot
     */
    private record Server(String provider, String at) {}

    /**
     * @param key a hash of it
     */
    private record Account(String org, Server server, String model, String key) {}

    /** A model and its upstream. */
    record Candidate(NamedModel named, Upstream upstream) {}

    /** A chatbot's use of its models' upstreams. */
    final class Use implements AutoCloseable {
        private final List<Account> used;
        private final List<Candidate> candidates;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Use(ChatbotKey chatbot, List<NamedModel> models) {
            used = models.stream().map(named -> account(chatbot, named)).toList();
            candidates =
                    IntStream.range(0, models.size())
                            .mapToObj(i -> new Candidate(models.get(i), take(used.get(i))))
                            .toList();
        }

        /** The models, in order. */
        List<Candidate> candidates() {
            return candidates;
        }

        /** Forgets what nobody else uses. Closing it again does nothing. */
        @Override
        public void close() {
            if (!ended.getAndSet(true)) {
                used.forEach(Upstreams.this::letGo);
            }
        }
    }

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

    /** The upstreams of a chatbot's models; the chatbot closes the result when it ends. */
    Use of(ChatbotKey chatbot, List<NamedModel> models) {
        return new Use(chatbot, models);
    }

    private static Account account(ChatbotKey chatbot, NamedModel named) {
        String at =
                named.model()
                        .endpoint()
                        .map(uri -> "at " + address(uri))
                        .orElseGet(() -> "of " + chatbot);
        var server = new Server(named.provider(), at);
        return new Account(chatbot.org(), server, named.model().model(), named.account());
    }

    private Upstream take(Account account) {
        Server server = account.server();
        String where = server.provider() + " " + server.at();
        Reachability reachability =
                servers.take(server, () -> new Reachability(where, limits, clock));
        String name = where + ", model " + account.model() + " of " + account.org();
        return accounts.take(
                account, () -> new Upstream(name, reachability, limits, clock, random));
    }

    private void letGo(Account account) {
        accounts.letGo(account);
        servers.letGo(account.server());
    }

    /** Gives the same text for the same address, however it was written. */
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
        var providers = new TreeSet<String>();
        accounts.forEach((account, _) -> providers.add(account.server().provider()));
        return List.copyOf(providers);
    }

    /** How many of a provider's models, each as one organisation calls it, are in that state. */
    public int count(String provider, BreakerState state) {
        var count = new AtomicInteger();
        accounts.forEach(
                (account, upstream) -> {
                    if (account.server().provider().equals(provider) && upstream.state() == state) {
                        count.incrementAndGet();
                    }
                });
        return count.get();
    }
}
