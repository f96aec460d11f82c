package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether a provider's server takes connections, as all its users have found. After several failed
 * connections in a row, nobody asks the server for a pause; then all may try again, and the first
 * result counts. Unlike {@link Breaker}, it has no single trial: the trial would belong to one
 * organisation, and while its model is silent, all others would be rejected. Safe to call from many
 * threads; nobody waits for a call.
 */
final class Reachability {
    private static final Logger LOG = System.getLogger(Reachability.class.getName());

    private final String server;
    private final ProviderLimits limits;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private int refused; // in a row; guarded by lock, like all fields below
    private int pauses; // since the last connection
    private Instant until = Instant.MIN; // the end of the last pause
    private long changes; // how often the server's pauses began or ended

    /**
     * @param server its name in messages for operators
     * @param clock must never be set back
     */
    Reachability(String server, ProviderLimits limits, Clock clock) {
        this.server = server;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Admits a call, or rejects it.
     *
     * @return a token for the moment of admission; pass it on with the call's result
     */
    OptionalLong admit() {
        lock.lock();
        try {
            return isAway() ? OptionalLong.empty() : OptionalLong.of(changes);
        } finally {
            lock.unlock();
        }
    }

    private boolean isAway() {
        return pauses > 0 && clock.instant().isBefore(until);
    }

    /**
     * A call admitted at that moment reached a server. A result counts only if nothing has changed
     * since.
     */
    void connected(long then) {
        lock.lock();
        try {
            if (then != changes) {
                return;
            }
            refused = 0;
            if (pauses > 0) {
                pauses = 0;
                changes++;
                LOG.log(Level.INFO, "{0}: takes connections again", server);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A call admitted at that moment got no connection. */
    void refused(long then, PluginException e) {
        lock.lock();
        try {
            if (then != changes) {
                return;
            }
            refused++;
            if (pauses > 0 || refused >= limits.leastCalls()) {
                pauses++;
                changes++;
                until = clock.instant().plus(limits.pause(pauses));
                LOG.log(
                        Level.WARNING,
                        "{0}: not asked for {1} s, as it takes no connections: {2}",
                        server,
                        limits.pause(pauses).toSeconds(),
                        e.getMessage());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the server took no connections when it was last tried. */
    boolean isDown() {
        lock.lock();
        try {
            return pauses > 0;
        } finally {
            lock.unlock();
        }
    }

    /** The exception for a rejected call; empty if calls are admitted. */
    Optional<PluginException> refusal() {
        lock.lock();
        try {
            return isAway()
                    ? Optional.of(
                            new PluginException(
                                    Reason.UNAVAILABLE,
                                    server
                                            + ": not asked, as it takes no connections; it is"
                                            + " tried again when "
                                            + limits.pause(pauses).toSeconds()
                                            + " s have passed"))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
