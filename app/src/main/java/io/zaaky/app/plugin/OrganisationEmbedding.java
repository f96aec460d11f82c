package io.zaaky.app.plugin;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import java.util.List;

/**
 * An embedding model, which many organisations may share, as one of them sees it. Safe to call from
 * many threads. Whoever made the model closes it.
 */
final class OrganisationEmbedding implements EmbeddingModel {
    private final EmbeddingModel shared;

    OrganisationEmbedding(EmbeddingModel shared) {
        this.shared = shared;
    }

    @Override
    public String model() {
        return shared.model();
    }

    @Override
    public int dimensions() {
        return shared.dimensions();
    }

    @Override
    public double unrelatedCosine() {
        return shared.unrelatedCosine();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        return shared.embed(texts, purpose);
    }

    @Override
    public void check() {
        shared.check();
    }
}
