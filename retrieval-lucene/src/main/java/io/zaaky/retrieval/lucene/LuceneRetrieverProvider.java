package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.spi.Settings;

/** {@code provider: lucene}. */
public final class LuceneRetrieverProvider implements RetrieverProvider {
    private static final String TYPE = "lucene";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Retriever create(Settings settings, PluginContext context) {
        return new LuceneDocumentIndex(
                HybridSettings.from(settings),
                context.dataDirectory().resolve(TYPE),
                context.embedding());
    }
}
