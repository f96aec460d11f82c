package io.zaaky.bench;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import io.zaaky.testkit.FakeEmbedding;
import java.util.List;

/**
 * Vectors that are sums of words, so that many chunks can be indexed quickly. A question still goes
 * through the real model and takes as long; the real model's vector is not used.
 */
record QuickEmbedding(EmbeddingModel real, FakeEmbedding fake) implements EmbeddingModel {

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
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        return switch (purpose) {
            case PASSAGE -> fake.embed(texts, purpose);
            case QUERY -> {
                List<float[]> made = real.embed(texts, purpose);
                yield made.size() == texts.size() ? fake.embed(texts, purpose) : made;
            }
        };
    }

    @Override
    public void close() {
        real.close();
    }
}
