package io.zaaky.ingestion.web;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes fetchers for tests. */
final class Fetchers {
    static final FetchLimits QUICK =
            new FetchLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 100_000, Duration.ZERO);

    private Fetchers() {}

    /** One that knows no names and may go to these networks. */
    static Fetcher to(String... networks) {
        return of(QUICK, HostLookup.SYSTEM, networks);
    }

    static Fetcher of(FetchLimits limits, HostLookup lookup, String... networks) {
        return new Fetcher(
                new AddressRules(Stream.of(networks).map(Network::parse).toList()),
                lookup,
                limits,
                new Hosts(),
                Clock.systemUTC());
    }

    static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    static String told(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Page page ->
                    "page " + new String(page.body(), java.nio.charset.StandardCharsets.UTF_8);
            case Fetched.Unchanged unchanged -> "unchanged";
            case Fetched.Gone(String reason) -> "gone: " + reason;
            case Fetched.Unwanted(String reason) -> "unwanted: " + reason;
            case Fetched.Failed(int status, String reason, String detail, boolean down) ->
                    "failed: " + reason;
        };
    }
}
