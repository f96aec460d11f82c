package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The robots.txt of sites. Whoever needs one that another thread is just asking for waits for that
 * one's answer. Safe for use by many threads.
 */
final class RobotsFiles {
    private static final long MOST = 4 << 20; // bytes of robots.txt that are remembered

    private final Shared<Site> sites = new Shared<>(Site::new, Site::weight, MOST);

    private static final class Site {
        private final ReentrantLock lock = new ReentrantLock(true);
        private Optional<Robots> robots = Optional.empty(); // guarded by lock

        /** Called when nobody has the lock. */
        private long weight() {
            lock.lock();
            try {
                return 500L + robots.map(Robots::bytes).orElse(0);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Asks a site. */
    @FunctionalInterface
    interface Asking {
        Robots ask() throws FetchException, InterruptedException;
    }

    /** What the site says, as far as it is known and still holds; else {@code asking} asks it. */
    Robots of(String origin, Instant now, Asking asking)
            throws FetchException, InterruptedException {
        return sites.use(origin, site -> of(site, now, asking));
    }

    private static Robots of(Site site, Instant now, Asking asking)
            throws FetchException, InterruptedException {
        site.lock.lockInterruptibly();
        try {
            Optional<Robots> known = site.robots.filter(each -> now.isBefore(each.until()));
            if (known.isPresent()) {
                return known.get();
            }
            Robots asked = asking.ask();
            site.robots = Optional.of(asked);
            return asked;
        } finally {
            site.lock.unlock();
        }
    }

    /** How many sites are remembered. */
    int size() {
        return sites.size();
    }
}
