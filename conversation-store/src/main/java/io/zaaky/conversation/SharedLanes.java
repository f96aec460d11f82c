package io.zaaky.conversation;

import io.zaaky.spi.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The lanes of each database. All stores that use the database share them until the last store is
 * closed: each database has one set of threads, one commit queue and one check of its tables,
 * however many chatbots there are. Safe to call from many threads.
 */
final class SharedLanes {
    private final Map<DataSource, Shared> all = new HashMap<>(); // guarded by this

    private static final class Shared {
        private final Lanes lanes;
        private int users; // guarded by the outer object

        Shared(Lanes lanes) {
            this.lanes = lanes;
        }
    }

    /**
     * Returns lanes for one more store, which closes them. Opens no connection and starts no
     * thread.
     */
    synchronized Lanes over(Database database) {
        DataSource source = database.dataSource();
        Shared shared = all.computeIfAbsent(source, _ -> new Shared(Lanes.over(database)));
        shared.users++;
        var closed = new AtomicBoolean();
        return shared.lanes.endingBy(
                () -> {
                    if (closed.compareAndSet(false, true)) {
                        leave(source).ifPresent(Lanes::close);
                    }
                });
    }

    /** The lanes to close now, if the last store has left. */
    private synchronized Optional<Lanes> leave(DataSource source) {
        Shared shared = all.get(source);
        if (shared == null || --shared.users > 0) {
            return Optional.empty();
        }
        all.remove(source);
        return Optional.of(shared.lanes);
    }
}
