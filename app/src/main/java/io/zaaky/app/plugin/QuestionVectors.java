package io.zaaky.app.plugin;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A cache of the vectors of recent questions, so that the same text is not embedded again. No
 * organisation sees what another one asked. Bounded by the approximate heap size of the entries, in
 * total and per organisation. The organisation with the most bytes loses its least recently used
 * entry first. Safe to call from many threads; a call takes a microsecond.
 */
final class QuestionVectors {
    /** The approximate size of an entry without its letters and numbers. */
    private static final int ENTRY_BYTES = 200;

    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelved> organisations = new HashMap<>(); // guarded by lock
    private long bytes; // of all entries; guarded by lock

    /** How many bytes all entries may take together, and those of one organisation. */
    record Limits(long all, long each) {
        static final Limits USUAL = new Limits(16 << 20, 1 << 20);
    }

    /**
     * @param model the model that made the vector; compared by identity
     */
    private record Asked(Object model, String text) {}

    private static final class Shelved {
        private final LinkedHashMap<Asked, float[]> vectors = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;
    }

    QuestionVectors(Limits limits) {
        this.limits = limits;
    }

    /** A copy of the vector, if it is cached. */
    Optional<float[]> find(String organisation, Object model, String text) {
        lock.lock();
        try {
            Shelved own = organisations.get(organisation);
            float[] vector = own == null ? null : own.vectors.get(new Asked(model, text));
            return Optional.ofNullable(vector).map(float[]::clone);
        } finally {
            lock.unlock();
        }
    }

    /** Caches a copy of the vector. */
    void keep(String organisation, Object model, String text, float[] vector) {
        var asked = new Asked(model, text);
        lock.lock();
        try {
            Shelved own = organisations.computeIfAbsent(organisation, _ -> new Shelved());
            float[] before = own.vectors.put(asked, vector.clone());
            count(own, bytes(asked, vector) - (before == null ? 0 : bytes(asked, before)));
            while (own.bytes > limits.each()) {
                dropEldest(own);
            }
            while (bytes > limits.all()) {
                dropEldest(largest());
            }
            organisations.values().removeIf(each -> each.vectors.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /** Removes an organisation's vectors of a model. */
    void forget(String organisation, Object model) {
        lock.lock();
        try {
            Shelved own = organisations.getOrDefault(organisation, new Shelved());
            own.vectors
                    .entrySet()
                    .removeIf(
                            entry -> {
                                boolean is = entry.getKey().model().equals(model);
                                if (is) {
                                    count(own, -bytes(entry.getKey(), entry.getValue()));
                                }
                                return is;
                            });
        } finally {
            lock.unlock();
        }
    }

    /** The size of all entries. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void dropEldest(Shelved from) {
        Map.Entry<Asked, float[]> eldest = from.vectors.firstEntry();
        from.vectors.remove(eldest.getKey());
        count(from, -bytes(eldest.getKey(), eldest.getValue()));
    }

    private Shelved largest() {
        return organisations.values().stream()
                .max(Comparator.comparingLong(each -> each.bytes))
                .orElseThrow();
    }

    private void count(Shelved own, long change) {
        own.bytes += change;
        bytes += change;
    }

    private static long bytes(Asked asked, float[] vector) {
        return ENTRY_BYTES + 2L * asked.text().length() + (long) Float.BYTES * vector.length;
    }
}
