package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Workers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The place for one source's only large document at a time, for documents such as pages whose size
 * becomes known only during the work. Safe for use by many threads.
 */
final class LargePlace {
    private static final String NOBODY = "";

    private final Workers.Limits limits;
    private final AtomicReference<String> holder = new AtomicReference<>(NOBODY);
    private final Map<String, Long> sizes = new ConcurrentHashMap<>(); // of documents in work

    LargePlace(Workers.Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes the place for a document in work if it is large; the holder may take it again. The
     * caller must call {@link #leave} later, whatever this returns.
     *
     * @return whether the document may be processed; false if another large one is in work
     */
    boolean take(String id, long bytes) {
        if (!limits.isLarge(bytes)) {
            return true;
        }
        sizes.put(id, bytes); // before the place, so that a refused caller sees why
        return holder.get().equals(id) || holder.compareAndSet(NOBODY, id);
    }

    /** Ends the work on the document. */
    void leave(String id) {
        if (holder.get().equals(id)) {
            holder.set(NOBODY);
        }
        sizes.remove(id);
    }

    /** The size of a document in work, as far as it is known. */
    long bytes(String id, long before) {
        return Math.max(before, sizes.getOrDefault(id, 0L));
    }
}
