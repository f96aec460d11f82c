package io.zaaky.app.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Values that are made for their first user and removed when their last user has let go. Safe to
 * call from many threads.
 */
final class InUse<K, V> {
    private final Map<K, Counted<V>> all = new ConcurrentHashMap<>();

    private record Counted<V>(V value, int users) {}

    /** The value for the key; the caller must call {@link #letGo} once. */
    V take(K key, Supplier<V> make) {
        return all.compute(
                        key,
                        (_, known) ->
                                known == null
                                        ? new Counted<>(make.get(), 1)
                                        : new Counted<>(known.value(), known.users() + 1))
                .value();
    }

    void letGo(K key) {
        all.computeIfPresent(
                key,
                (_, known) ->
                        known.users() == 1
                                ? null
                                : new Counted<>(known.value(), known.users() - 1));
    }

    void forEach(BiConsumer<K, V> action) {
        all.forEach((key, counted) -> action.accept(key, counted.value()));
    }
}
