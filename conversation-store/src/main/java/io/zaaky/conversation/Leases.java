package io.zaaky.conversation;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reservation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of one store's reservations while their calls are in progress. A virtual thread
 * does this as long as there are reservations, and for one more period.
 */
final class Leases implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Leases.class.getName());

    /**
     * No call takes this long. A reservation that nothing has ended by then is no longer renewed,
     * so it expires.
     */
    static final Duration LONGEST = Duration.ofHours(1);

    private final Renewal renewal;
    private final InstantSource clock;
    private final Duration period;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Reservation> held = new HashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    /** Extends leases in the database. */
    interface Renewal {
        /** Renews the reservations of an organisation that were made after {@code since}. */
        void of(String org, Instant since);
    }

    Leases(Renewal renewal, InstantSource clock, Duration period) {
        this.renewal = renewal;
        this.clock = clock;
        this.period = period;
    }

    void began(Reservation reservation) {
        lock.lock();
        try {
            held.put(reservation.id(), reservation);
            if (thread == null && !closed) {
                thread = Thread.ofVirtual().name("leases").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    void ended(Reservation reservation) {
        lock.lock();
        try {
            held.remove(reservation.id());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            do {
                Thread.sleep(period);
                renewAll();
            } while (goesOn());
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "closed: leases are not renewed any more");
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            if (held.isEmpty() || closed) {
                thread = null;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Also called by tests. */
    void renewAll() {
        Instant since = clock.instant().minus(LONGEST);
        for (String org : organisations(since)) {
            try {
                renewal.of(org, since);
            } catch (PluginException e) {
                LOG.log(
                        Level.DEBUG,
                        "{0}: reservations could not be renewed: {1}",
                        org,
                        e.getMessage());
            }
        }
    }

    private Set<String> organisations(Instant since) {
        lock.lock();
        try {
            held.values().removeIf(reservation -> !reservation.at().isAfter(since));
            return held.values().stream()
                    .map(reservation -> reservation.chatbot().org())
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Thread renewing;
        lock.lock();
        try {
            closed = true;
            renewing = thread;
        } finally {
            lock.unlock();
        }
        if (renewing != null) {
            renewing.interrupt();
        }
    }
}
