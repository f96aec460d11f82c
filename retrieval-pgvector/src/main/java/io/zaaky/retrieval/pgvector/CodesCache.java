package io.zaaky.retrieval.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the codes of the scopes that were searched last. They always are those of the state of the
 * database that a search sees: a document's row is never changed, only replaced by one with another
 * number, so after a change only new documents are read.
 */
final class CodesCache {
    /** What codes may take of the heap, and how much a chunk's are taken to be. */
    private static final int SHARE = 8;

    private static final int BYTES = 256;

    private final long most;
    private final Map<Scope, Kept> scopes = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Kept {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile Optional<ScopeCodes> codes = Optional.empty();
    }

    CodesCache() {
        this(Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    /**
     * @param most how many chunks' codes are kept
     */
    CodesCache(long most) {
        this.most = most;
    }

    /**
     * The codes as of the connection's transaction; none if the scope is too large, or if they are
     * just being made for the first time.
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
        var rows = new CodeRows(connection, scope);
        if (!kept.loading.tryLock()) {
            return Optional.empty();
        }
        try {
            ScopeCodes loaded = rows.load(statistics, known);
            if (known.isEmpty() || known.get().changes() < loaded.changes()) {
                kept.codes = Optional.of(loaded);
                dropOldest(scope);
            }
            return Optional.of(loaded);
        } finally {
            kept.loading.unlock();
        }
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
}
