package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Caches the robots.txt files of sites. A thread that needs a file that another thread is
 * requesting waits for that thread's answer. Safe to call from many threads.
 */
final class RobotsFiles {
    private static final long MOST = 4 << 20; // bytes of cached files

    private final Shared<Site> sites = new Shared<>(Site::new, Site::weight, MOST);

    private static final class Site {
        private final ReentrantLock lock = new ReentrantLock(true);
        private Optional<Robots> robots = Optional.empty(); // guarded by lock

        /** Called when no thread holds the lock. */
        private long weight() {
            lock.lock();
            try {
                return 500L + robots.map(Robots::bytes).orElse(0);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Requests a site's file. */
    @FunctionalInterface
    interface Asking {
        Robots ask() throws FetchException, InterruptedException;
    }

    /**
     * The cached rules of the site if they are still valid; otherwise {@code asking} requests them.
     */
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

    /** How many sites are cached. */
    int size() {
        return sites.size();
    }
}
