package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Workers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The place of one source's one large document, for those whose size is known only when they are
 * worked on, such as pages. Safe for use by many threads.
 */
final class LargePlace {
    private static final String NOBODY = "";

    private final Workers.Limits limits;
    private final AtomicReference<String> holder = new AtomicReference<>(NOBODY);
    private final Map<String, Long> sizes = new ConcurrentHashMap<>(); // of what is worked on

    LargePlace(Workers.Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes the place for a document that is being worked on, if it is large; who has it may take
     * it again. {@link #leave} must follow, whatever this returns.
     *
     * @return whether the document may be worked on; if not, another large one is
     */
    boolean take(String id, long bytes) {
        if (!limits.isLarge(bytes)) {
            return true;
        }
        sizes.put(id, bytes); // before the place, so that whoever is refused sees why
        return holder.get().equals(id) || holder.compareAndSet(NOBODY, id);
    }

    /** The document is not worked on any more. */
    void leave(String id) {
        if (holder.get().equals(id)) {
            holder.set(NOBODY);
        }
        sizes.remove(id);
    }

    /** How large a document is that is being worked on, as far as that is known. */
    long bytes(String id, long before) {
        return Math.max(before, sizes.getOrDefault(id, 0L));
    }
}
