package io.zaaky.conversation;

import io.zaaky.spi.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The lanes over each database, which all stores over it share as long as there is one: threads,
 * commits and the look at the tables are the database's, however many chatbots there are. Safe to
 * call from many threads.
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

    /** For one more store, which closes them; makes no connection and starts no thread. */
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

    /** What is to be closed now. */
    private synchronized Optional<Lanes> leave(DataSource source) {
        Shared shared = all.get(source);
        if (shared == null || --shared.users > 0) {
            return Optional.empty();
        }
        all.remove(source);
        return Optional.of(shared.lanes);
    }
}
