package io.zaaky.app.plugin;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.FakeEmbedding;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A model that works on a call only when the test lets it. */
final class HeldEmbedding implements EmbeddingModel {
    private final FakeEmbedding fake = new FakeEmbedding();
    private final int concurrency;
    private final Semaphore releases = new Semaphore(0);
    private final List<String> begun = new CopyOnWriteArrayList<>();

    HeldEmbedding(int concurrency) {
        this.concurrency = concurrency;
    }

    /** Lets so many calls go on, those that wait or the next to come. */
    void release(int calls) {
        releases.release(calls);
    }

    /** The first text of each call, in the order in which they began. */
    List<String> begun() {
        return List.copyOf(begun);
    }

    void awaitBegun(int calls) {
        Conditions.await("calls", begun::size, count -> count >= calls);
    }

    @Override
    public String model() {
        return fake.model();
    }

    @Override
    public int dimensions() {
        return fake.dimensions();
    }

    @Override
    public double unrelatedCosine() {
        return fake.unrelatedCosine();
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        begun.add(texts.getFirst());
        try {
            releases.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "interrupted while held", e);
        }
        return fake.embed(texts, purpose);
    }
}
