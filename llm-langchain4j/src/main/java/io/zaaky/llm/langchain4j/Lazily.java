package io.zaaky.llm.langchain4j;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates a value once, on first use: of very many models, most are not used for a long time. Safe
 * to call from many threads.
 */
public final class Lazily<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    public Lazily(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = made;
        return known == null ? make() : known;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
