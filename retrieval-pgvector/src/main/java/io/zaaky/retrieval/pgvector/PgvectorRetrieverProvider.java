package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.spi.Settings;

/** {@code provider: pgvector}. */
public final class PgvectorRetrieverProvider implements RetrieverProvider {
    @Override
    public String type() {
        return "pgvector";
    }

    @Override
    public Retriever create(Settings settings, PluginContext context) {
        Database database = context.database(settings);
        switch (database.dialect()) {
            case POSTGRESQL -> {}
            case SQLITE ->
                    settings.problem(
                            "data-source",
                            "pgvector needs a PostgreSQL database, but '%s' is SQLite"
                                    .formatted(database.name()));
        }
        return new PgvectorDocumentIndex(
                HybridSettings.from(settings), database, context.embedding());
    }
}
