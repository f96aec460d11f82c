package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Caches the codes of the most recently searched scopes. They always match the state of the
 * database that a search sees. A document's row is never changed, only replaced by a row with
 * another number, so after a change only new documents are read. If there are many new documents,
 * as in the first search after a start, a background thread reads them, and searches work without
 * codes until then.
 */
final class CodesCache implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CodesCache.class.getName());

    /**
     * Codes may take one {@code SHARE}th of the heap, at an assumed {@code BYTES} bytes per chunk.
     */
    private static final int SHARE = 8;

    private static final int BYTES = 320;

    /** How many chunks a search reads on its own thread. */
    private static final int AT_ONCE = 500;

    /** After a failure, one search per minute tries again. */
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final Transactions transactions;
    private final long most;
    private final Map<Scope, Kept> scopes = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor();

    private static final class Kept {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile Optional<ScopeCodes> codes = Optional.empty();
        private final AtomicBoolean isBusy = new AtomicBoolean(); // while loading in the background
        private volatile long notBefore = System.nanoTime();
    }

    CodesCache(Transactions transactions) {
        this(transactions, Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    /**
     * @param most for how many chunks codes are kept
     */
    CodesCache(Transactions transactions, long most) {
        this.transactions = transactions;
        this.most = most;
    }

    /**
     * The codes as of the connection's transaction. Empty if the scope is too large, if its codes
     * are being loaded, or if the cache already has the codes of a later state.
     */
    Optional<ScopeCodes> of(Connection connection, Scope scope, Statistics statistics)
            throws SQLException {
        if (statistics.chunks() > most) {
            return Optional.empty();
        }
        Kept kept = kept(scope);
        Optional<ScopeCodes> known = kept.codes;
        if (known.filter(codes -> codes.changes() == statistics.changes()).isPresent()) {
            return known;
        }
        Optional<ScopeCodes> loaded = load(connection, scope, statistics, kept, AT_ONCE);
        if (loaded.isEmpty()) {
            loadAside(scope, kept);
        }
        return loaded;
    }

    private Optional<ScopeCodes> load(
            Connection connection, Scope scope, Statistics statistics, Kept kept, long chunks)
            throws SQLException {
        if (!kept.loading.tryLock()) {
            return Optional.empty();
        }
        try {
            Optional<ScopeCodes> known = kept.codes;
            if (known.filter(codes -> codes.changes() >= statistics.changes()).isPresent()) {
                return known.filter(codes -> codes.changes() == statistics.changes());
            }
            var rows = new CodeRows(connection, scope);
            Optional<ScopeCodes> loaded = rows.load(statistics, known, chunks);
            if (loaded.isPresent()) {
                kept.codes = loaded;
                dropOldest(scope);
            }
            return loaded;
        } finally {
            kept.loading.unlock();
        }
    }

    private void loadAside(Scope scope, Kept kept) {
        if (System.nanoTime() - kept.notBefore < 0 || !kept.isBusy.compareAndSet(false, true)) {
            return;
        }
        loads.execute(
                () -> {
                    try {
                        transactions.read(scope.chatbot(), own -> loadAll(own, scope, kept));
                    } catch (PluginException e) {
                        kept.notBefore = System.nanoTime() + PAUSE_NANOS;
                        tell(scope, e);
                    } finally {
                        kept.isBusy.set(false);
                    }
                });
    }

    private Optional<ScopeCodes> loadAll(Connection connection, Scope scope, Kept kept)
            throws SQLException {
        Statistics statistics = Statistics.of(connection, scope);
        return statistics.isEmpty()
                ? Optional.empty()
                : load(connection, scope, statistics, kept, most);
    }

    private static void tell(Scope scope, PluginException e) {
        if (e.reason() != Reason.CANCELLED) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: its vectors could not be read into memory, so searches take longer: {1}",
                    scope.chatbot(),
                    e.getMessage());
        }
    }

    /** Whether the cache has codes of some state. */
    boolean isLoaded(Scope scope) {
        return kept(scope).codes.isPresent();
    }

    private synchronized Kept kept(Scope scope) {
        return scopes.computeIfAbsent(scope, _ -> new Kept());
    }

    private synchronized void dropOldest(Scope newest) {
        long chunks = 0;
        for (Kept one : scopes.values()) {
            chunks += one.codes.map(ScopeCodes::chunks).orElse(0);
        }
        var oldest = scopes.entrySet().iterator();
        while (chunks > most && oldest.hasNext()) {
            var one = oldest.next();
            if (!one.getKey().equals(newest)) {
                chunks -= one.getValue().codes.map(ScopeCodes::chunks).orElse(0);
                oldest.remove();
            }
        }
    }

    /** Ends background loads. */
    @Override
    public void close() {
        loads.shutdownNow();
        loads.close();
    }
}
