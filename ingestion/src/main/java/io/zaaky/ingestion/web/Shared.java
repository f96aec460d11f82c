package io.zaaky.ingestion.web;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A cache of values by name, each created on first use. Values in use are kept; of the others, the
 * least recently used is evicted first. Safe to call from many threads.
 */
final class Shared<V> {
    private final Supplier<V> make;
    private final ToLongFunction<V> weight;
    private final long most;
    private final Map<String, Used<V>> busy = new HashMap<>(); // like idle, guarded by this
    private final Map<String, Weighed<V>> idle = new LinkedHashMap<>(); // least recently used first
    private long idleWeight;

    /** A value and the number of its users. */
    private static final class Used<V> {
        private final V value;
        private int users;

        Used(V value) {
            this.value = value;
        }
    }

    private record Weighed<V>(V value, long weight) {}

    /**
     * @param weight the weight of a value that is no longer in use
     * @param most the total weight of such values that is kept
     */
    Shared(Supplier<V> make, ToLongFunction<V> weight, long most) {
        this.make = make;
        this.weight = weight;
        this.most = most;
    }

    /** Work with a value. */
    @FunctionalInterface
    interface Use<V, T, E extends Exception> {
        T with(V value) throws E, InterruptedException;
    }

    /** Runs {@code use} with the value of this name; others may use the value at the same time. */
    <T, E extends Exception> T use(String name, Use<V, T, E> use) throws E, InterruptedException {
        V value = take(name);
        try {
            return use.with(value);
        } finally {
            leave(name);
        }
    }

    private synchronized V take(String name) {
        Used<V> used = busy.computeIfAbsent(name, this::again);
        used.users++;
        return used.value;
    }

    private Used<V> again(String name) {
        Weighed<V> known = idle.remove(name);
        if (known == null) {
            return new Used<>(make.get());
        }
        idleWeight -= known.weight();
        return new Used<>(known.value());
    }

    private synchronized void leave(String name) {
        Used<V> used = busy.get(name);
        if (used == null || --used.users > 0) {
            return;
        }
        busy.remove(name);
        var left = new Weighed<>(used.value, weight.applyAsLong(used.value));
        idle.put(name, left);
        idleWeight += left.weight();
        Iterator<Weighed<V>> oldest = idle.values().iterator();
        while (idleWeight > most && oldest.hasNext()) {
            idleWeight -= oldest.next().weight();
            oldest.remove();
        }
    }

    /** How many values the cache holds. */
    synchronized int size() {
        return busy.size() + idle.size();
    }
}
