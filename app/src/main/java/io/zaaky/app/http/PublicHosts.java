package io.zaaky.app.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's own names and addresses: {@code server.public-hosts}, those of the loopback
 * interface, and those that it listens on. The owner of any name can make it resolve to this server
 * (DNS rebinding), and a browser then treats that name's pages as the server's own. The header
 * {@code Host} alone therefore proves nothing.
 */
final class PublicHosts {
    private static final Pattern HOST =
            Pattern.compile("(?:\\[([0-9a-f:.]+)]|([a-z0-9._-]+?)\\.?)(?::\\d{1,5})?");
    private static final String LOOPBACK = "localhost";

    private final Set<String> names = new HashSet<>();
    private final Set<InetAddress> addresses = new HashSet<>();
    private final boolean listensOnAll;

    /**
     * @param names names and addresses, in lower case
     * @param listening the addresses that the ports listen on
     */
    PublicHosts(List<String> names, List<String> listening) {
        this.names.addAll(names);
        this.names.addAll(listening);
        for (String name : this.names) {
            literal(name).ifPresent(addresses::add);
        }
        listensOnAll =
                listening.stream()
                        .flatMap(host -> literal(host).stream())
                        .anyMatch(InetAddress::isAnyLocalAddress);
    }

    /**
     * Whether a page at this host is the server's own.
     *
     * @param host the header {@code Host}
     */
    boolean isOwn(String host) {
        Optional<String> name = name(host);
        return name.isPresent() && (isOwnName(name.get()) || isOwnAddress(name.get()));
    }

    /**
     * Whether no foreign page can use this host: it is the server's own, or an address, which
     * cannot be made to resolve elsewhere.
     *
     * @param host the header {@code Host}
     */
    boolean isSafe(String host) {
        Optional<String> name = name(host);
        return name.isPresent() && (isOwnName(name.get()) || literal(name.get()).isPresent());
    }

    private boolean isOwnName(String name) {
        return names.contains(name) || name.equals(LOOPBACK) || name.endsWith("." + LOOPBACK);
    }

    private boolean isOwnAddress(String name) {
        return literal(name)
                .filter(
                        address ->
                                address.isLoopbackAddress()
                                        || addresses.contains(address)
                                        || (listensOnAll && isOfThisMachine(address)))
                .isPresent();
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Removes the port, the brackets and the root's dot. */
    private static Optional<String> name(String host) {
        Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(matcher.group(matcher.group(1) == null ? 2 : 1))
                : Optional.empty();
    }

    private static Optional<InetAddress> literal(String name) {
        try {
            return Optional.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
