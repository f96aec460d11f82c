package io.zaaky.app.http;

import io.zaaky.ingestion.web.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the client's address: the connection's peer or, if the peer is a trusted proxy, the last
 * address in {@code X-Forwarded-For} that is not a trusted proxy. Hops are read from the right,
 * because clients control the entries on the left.
 */
final class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8; // a household has a /64

    /** Some proxies add the port: {@code 192.0.2.1:5555}, {@code [2001:db8::1]:5555}. */
    private static final Pattern PORT =
            Pattern.compile("^(?:\\[([^]]+)](?::\\d+)?|(\\d+(?:\\.\\d+){3}):\\d+)$");

    private final List<Network> trusted;

    ClientAddress(List<Network> trusted) {
        this.trusted = trusted;
    }

    /**
     * The key that limits count by: an IPv4 address, or an IPv6 address's /64.
     *
     * @param forwarded the values of {@code X-Forwarded-For}, in order; each may hold several
     *     addresses
     */
    String of(InetAddress peer, List<String> forwarded) {
        if (!isTrusted(peer)) {
            return bucket(peer);
        }
        InetAddress client = peer;
        List<String> hops =
                forwarded.stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .map(String::strip)
                        .toList();
        for (String hop : hops.reversed()) {
            if (!isTrusted(client)) {
                break;
            }
            try {
                client = InetAddress.ofLiteral(PORT.matcher(hop).replaceFirst("$1$2"));
            } catch (IllegalArgumentException e) {
                break; // not an address, but a trusted proxy sent it: count the proxy
            }
        }
        return bucket(client);
    }

    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** The key for an address in limits. */
    static String bucket(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        return java.util.HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES) + "/64";
    }
}
