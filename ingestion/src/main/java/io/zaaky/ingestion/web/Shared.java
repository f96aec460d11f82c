package io.zaaky.ingestion.web;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Values by name, each made when somebody first needs it. What is in use stays; of what is not, the
 * longest unused is forgotten first. Safe for use by many threads.
 */
final class Shared<V> {
    private final Supplier<V> make;
    private final ToLongFunction<V> weight;
    private final long most;
    private final Map<String, Used<V>> busy = new HashMap<>(); // this and the next guarded by this
    private final Map<String, Weighed<V>> idle = new LinkedHashMap<>(); // longest unused first
    private long idleWeight;

    /** A value and how many use it. */
    private static final class Used<V> {
        private final V value;
        private int users;

        Used(V value) {
            this.value = value;
        }
    }

    private record Weighed<V>(V value, long weight) {}

    /**
     * @param weight of a value that nobody uses any more
     * @param most that is remembered of such, by weight
     */
    Shared(Supplier<V> make, ToLongFunction<V> weight, long most) {
        this.make = make;
        this.weight = weight;
        this.most = most;
    }

    /** What is done with a value. */
    @FunctionalInterface
    interface Use<V, T, E extends Exception> {
        T with(V value) throws E, InterruptedException;
    }

    /** Uses the value of that name; others may use it at the same time. */
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

    /** How many values there are. */
    synchronized int size() {
        return busy.size() + idle.size();
    }
}
