package io.zaaky.app.knowledge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Locks by document id: one thread at a time per document; different documents do not block each
 * other.
 */
final class IdLocks {
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private record Held(ReentrantLock lock, int users) {
        Held with(int more) {
            return new Held(lock, users + more);
        }
    }

    <T> T locked(String id, Supplier<T> work) {
        Held mine =
                held.compute(
                        id,
                        (key, known) ->
                                known == null ? new Held(new ReentrantLock(), 1) : known.with(1));
        mine.lock().lock();
        try {
            return work.get();
        } finally {
            mine.lock().unlock();
            held.computeIfPresent(id, (key, known) -> known.users() == 1 ? null : known.with(-1));
        }
    }
}
