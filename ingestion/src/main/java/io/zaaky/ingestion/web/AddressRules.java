package io.zaaky.ingestion.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which addresses may be connected to: public addresses on ports 80 and 443, and addresses
 * that an operator allows, on any port. The tables are IANA's registries of special-purpose
 * addresses; of IPv6, only the range assigned for public use, {@code 2000::/3}, can be public.
 * Java's own {@code isSiteLocalAddress} and similar methods miss half of them.
 */
public final class AddressRules {

    /** Never allowed, not even if an operator allows a network that contains them. */
    private static final List<Network> NEVER =
            networks(
                    "169.254.0.0/16", // link-local, and most clouds' metadata
                    "fe80::/10", // link-local
                    "100.100.100.200", // metadata of Alibaba
                    "168.63.129.16", // of Azure
                    "192.0.0.192", // of Oracle
                    "fd00:ec2::/32", // of AWS
                    "fd20:ce::/32"); // of Google

    private static final List<Network> NOT_PUBLIC =
            networks(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared behind a carrier's NAT
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarking
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20"); // documentation

    private static final Network IPV6_PUBLIC = Network.parse("2000::/3");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");

    private final List<Network> allowed;

    /**
     * Creates the rules of one chatbot.
     *
     * @param allowed what an operator allows in addition to public addresses
     */
    public AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Why this address and port may not be connected to; empty if they may. */
    Optional<String> refusal(InetAddress address, int port) {
        if (Stream.concat(Stream.of(address), embedded(address))
                .anyMatch(each -> isIn(NEVER, each))) {
            return Optional.of("Its address is link-local or a cloud's own, never fetched from.");
        }
        if (isIn(allowed, address)) {
            return Optional.empty();
        }
        if (!isPublic(address)) {
            return Optional.of("Its address is not a public one, and knowledge.allow lacks it.");
        }
        return port == 80 || port == 443
                ? Optional.empty()
                : Optional.of("Its port is not 80 or 443, and knowledge.allow lacks its address.");
    }

    /** Why this address cannot be fetched, as far as known without a name lookup. */
    public Optional<String> refusal(WebUrl url) {
        Optional<InetAddress> literal = url.literal();
        if (literal.isPresent()) {
            return refusal(literal.get(), url.port());
        }
        return allowed.isEmpty() && url.port() != 80 && url.port() != 443
                ? Optional.of("Its port is not 80 or 443, and knowledge.allow lacks its address.")
                : Optional.empty();
    }

    private static boolean isPublic(InetAddress address) {
        return (address.getAddress().length == 4 || IPV6_PUBLIC.contains(address))
                && !isIn(NOT_PUBLIC, address);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The IPv4 addresses to which an IPv6 address may lead. */
    private static Stream<InetAddress> embedded(InetAddress address) {
        byte[] six = address.getAddress();
        if (six.length != 16) {
            return Stream.empty();
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Stream.of(four(six, 2, 0));
        }
        if (TEREDO.contains(address)) {
            return Stream.of(four(six, 4, 0), four(six, 12, 0xFF)); // server, and hidden client
        }
        // mapped, compatible, translated, NAT64
        return IPV6_PUBLIC.contains(address) ? Stream.empty() : Stream.of(four(six, 12, 0));
    }

    private static InetAddress four(byte[] six, int from, int mask) {
        byte[] bytes = Arrays.copyOfRange(six, from, from + 4);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) mask;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
