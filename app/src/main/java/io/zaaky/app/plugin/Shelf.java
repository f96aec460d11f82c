package io.zaaky.app.plugin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Shared components, keyed by what they were made from. Chatbots, and the configurations before and
 * after a reload, share a component if they want the same one. It is closed when its last user has
 * let go; then it lets go of what it needed itself. Safe to call from many threads.
 */
public final class Shelf {
    private static final Logger LOG = System.getLogger(Shelf.class.getName());

    private final Map<Key<?>, Item> items = new HashMap<>(); // guarded by this
    private int ending; // items that are being closed; guarded by this

    /**
     * Two components with equal keys are the same.
     *
     * @param madeFrom everything that they depend on
     */
    record Key<T>(Class<T> type, List<?> madeFrom) {}

    /** A shared component, compared by identity. */
    private static final class Item {
        private final Key<?> key;
        private final Object value;
        private final Runnable close;
        private final List<? extends Lease<?>> needs;
        private int users; // guarded by the shelf

        Item(Key<?> key, Object value, Runnable close, List<? extends Lease<?>> needs) {
            this.key = key;
            this.value = value;
            this.close = close;
            this.needs = List.copyOf(needs);
        }

        void end() {
            try {
                close.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "could not be closed in order: " + value, e);
            }
            needs.forEach(Lease::close);
        }
    }

    /** One use of a shared component. Closing it again does nothing. */
    public final class Lease<T> implements AutoCloseable {
        private final Item item;
        private final T value;
        private boolean ended; // guarded by the shelf

        private Lease(Item item, T value) {
            this.item = item;
            this.value = value;
        }

        public T value() {
            return value;
        }

        /** Another use of the same component; empty if this use has ended. */
        public Optional<Lease<T>> again() {
            synchronized (Shelf.this) {
                if (ended) {
                    return Optional.empty();
                }
                item.users++;
                return Optional.of(new Lease<>(item, value));
            }
        }

        /** Equal for all uses of one component, and for nothing else. */
        Object identity() {
            return item;
        }

        @Override
        public void close() {
            synchronized (Shelf.this) {
                if (ended) {
                    return;
                }
                ended = true;
                item.users--;
                if (item.users > 0) {
                    return;
                }
                items.remove(item.key);
                ending++;
            }
            item.end();
            synchronized (Shelf.this) {
                ending--;
                Shelf.this.notifyAll();
            }
        }
    }

    /**
     * A use of the component with that {@code key}. If there is none, {@code made} becomes it;
     * otherwise {@code made} is an unused duplicate and is closed.
     *
     * @param needs uses of what {@code made} needs, handed over with it
     */
    <T> Lease<T> lease(
            Key<T> key, T made, Consumer<? super T> close, List<? extends Lease<?>> needs) {
        var fresh = new Item(key, made, () -> close.accept(made), needs);
        Lease<T> lease;
        synchronized (this) {
            Item kept = items.computeIfAbsent(key, _ -> fresh);
            kept.users++;
            lease = new Lease<>(kept, key.type().cast(kept.value));
        }
        if (lease.item != fresh) {
            fresh.end();
        }
        return lease;
    }

    /**
     * Waits until nobody uses anything and everything is closed.
     *
     * @return whether that happened in time
     */
    public synchronized boolean awaitEmpty(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toNanos();
        while ((!items.isEmpty() || ending > 0) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return items.isEmpty() && ending == 0;
    }
}
