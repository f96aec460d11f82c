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
 * Whether a provider's server takes connections, as everybody who uses it has found. After so many
 * in a row that it did not take, nobody asks it for a pause; then all may try again, and the first
 * result counts. There is no single trial as {@link Breaker} has it: that would be one
 * organisation's, and while its model is silent, all others would be turned away. Safe to call from
 * many threads; nobody waits for a call.
 */
final class Reachability {
    private static final Logger LOG = System.getLogger(Reachability.class.getName());

    private final String server;
    private final ProviderLimits limits;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private int refused; // in a row; guarded by lock, as all below
    private int pauses; // since the last connection
    private Instant until = Instant.MIN; // of the last pause
    private long changes; // between being asked and not being asked

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
     * Lets a call through, or turns it away.
     *
     * @return when it was: to be handed in with what the call has found
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

    /** A call that was let through then found a server. What it finds later does not count. */
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

    /** A call that was let through then was not connected. */
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

    /** Whether the last thing that is known of it is that it takes no connections. */
    boolean isDown() {
        lock.lock();
        try {
            return pauses > 0;
        } finally {
            lock.unlock();
        }
    }

    /** What a call that is turned away fails with; empty if none is. */
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
