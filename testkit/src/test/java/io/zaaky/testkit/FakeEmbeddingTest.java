package io.zaaky.testkit;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.util.Map;

final class FakeEmbeddingTest extends EmbeddingModelContract {

    /** The fake as a plugin, so that the contract can be run on it. */
    public static final class Provider implements EmbeddingModelProvider {
        @Override
        public String type() {
            return "fake";
        }

        @Override
        public EmbeddingModel create(Settings settings, PluginContext context) {
            return new FakeEmbedding();
        }
    }

    @Override
    protected EmbeddingModelProvider provider() {
        return new Provider();
    }

    @Override
    protected Map<String, ?> settings() {
        return Map.of();
    }
}
