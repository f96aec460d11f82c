package io.zaaky.app.knowledge;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The free space that uploads and crawls must leave on the data directory's disk. Below it they
 * stop, so that conversations still have room. Safe to call from many threads.
 */
final class DiskReserve {
    private static final Logger LOG = System.getLogger(DiskReserve.class.getName());
    private static final int MIB = 20;

    private final Path data;
    private final AtomicBoolean spent = new AtomicBoolean();
    private volatile long reserve;

    /**
     * Does no I/O.
     *
     * @param data the data directory
     */
    DiskReserve(Path data) {
        this.data = data;
    }

    /**
     * Sets the reserve.
     *
     * @param bytes 0 for no reserve
     */
    void keep(long bytes) {
        reserve = bytes;
    }

    /** Whether less space is free than the reserve. Logs when that begins and ends. */
    boolean isSpent() {
        long wanted = reserve;
        long free = wanted == 0 ? 0 : free();
        boolean now = free < wanted;
        if (spent.compareAndSet(!now, now)) {
            if (now) {
                LOG.log(
                        Level.WARNING,
                        "only {0} MiB are free on the disk of {1}: uploads and crawls wait until"
                                + " there are {2} (server.min-free-disk)",
                        free >> MIB,
                        data,
                        wanted >> MIB);
            } else {
                LOG.log(Level.INFO, "the disk of {0} has room again", data);
            }
        }
        return now;
    }

    private long free() {
        try {
            return Files.getFileStore(data).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // whatever fails then reports it itself
        }
    }

    /** Rejects work that would fill the disk further; it is retried shortly. */
    void check() {
        if (isSpent()) {
            throw new PluginException(Reason.UNAVAILABLE, "the server's disk is nearly full");
        }
    }
}
