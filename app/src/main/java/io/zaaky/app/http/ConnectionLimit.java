package io.zaaky.app.http;

import io.zaaky.app.config.ServerSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many of a port's connections one address may hold, so that no address shuts out the
 * others. An address gets no more than the operator allows, and never more than are left free: one
 * address alone gets half of the port, two get a third each. Trusted proxies, which carry many
 * clients, may hold all.
 *
 * <p>An address at its limit still gets a new connection if one of its connections has sent nothing
 * yet: the oldest of those is closed. A client that only opens connections therefore blocks nobody,
 * not even clients behind the same address. Safe to call from many threads.
 */
final class ConnectionLimit {
    private static final Logger LOG = System.getLogger(ConnectionLimit.class.getName());
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String port;
    private final int most;
    private final Map<String, Set<Connection>> open = new HashMap<>(); // guarded by this
    private int all; // guarded by this: the size of all sets together
    private long toldNanos = System.nanoTime() - QUIET_NANOS; // guarded by this
    private volatile ClientAddress addresses;
    private volatile int mostOfOne;

    /**
     * @param port its name, for the log
     * @param most how many connections the port takes in all
     */
    ConnectionLimit(String port, int most, ServerSettings settings) {
        this.port = port;
        this.most = most;
        addresses = new ClientAddress(settings.trustedProxies());
        mostOfOne = settings.connectionsPerAddress();
    }

    /** How many connections the port takes in all. */
    int most() {
        return most;
    }

    /** Applies these settings to connections that open from now on. */
    void apply(ServerSettings settings) {
        addresses = new ClientAddress(settings.trustedProxies());
        mostOfOne = settings.connectionsPerAddress();
    }

    /** Whether the connection may stay; if so, the caller must call {@link #ended} later. */
    boolean admit(Connection connection) {
        String address = ClientAddress.bucket(connection.peer());
        boolean trusted = addresses.isTrusted(connection.peer());
        Optional<Connection> silent;
        synchronized (this) {
            Set<Connection> held = open.getOrDefault(address, Set.of());
            boolean full = !trusted && held.size() >= Math.min(mostOfOne, most - all);
            silent =
                    full
                            ? held.stream().filter(Connection::isSilent).findFirst()
                            : Optional.empty();
            if (full && silent.isEmpty()) {
                tell(address, held.size());
                return false;
            }
            silent.ifPresent(this::ended);
            open.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(connection);
            all++;
        }
        silent.ifPresent(Connection::end);
        return true;
    }

    /** Removes a connection that is over. A second call for the same connection does nothing. */
    synchronized void ended(Connection connection) {
        String address = ClientAddress.bucket(connection.peer());
        Set<Connection> held = open.getOrDefault(address, Set.of());
        if (held.contains(connection)) {
            held.remove(connection);
            all--;
            if (held.isEmpty()) {
                open.remove(address);
            }
        }
    }

    /** Logs at most one line a minute: a refused client can reconnect as often as it likes. */
    private void tell(String address, int held) {
        long now = System.nanoTime();
        if (now - toldNanos < QUIET_NANOS) {
            return;
        }
        toldNanos = now;
        LOG.log(
                Level.WARNING,
                "{0} holds {1} connections to the {2} port and gets no more for now; if it is a"
                        + " proxy of yours, add it to server.trusted-proxies",
                address,
                held,
                port);
    }
}
