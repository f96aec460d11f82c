package io.zaaky.app;

import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.spi.Settings;

/** A retriever that finds nothing. */
public final class StagedRetrieverProvider implements RetrieverProvider {

    @Override
    public String type() {
        return "staged";
    }

    @Override
    public Retriever create(Settings settings, PluginContext context) {
        Stage stage = Stage.of(settings.text("stage"));
        return new Nothing(stage, stage.made("retriever " + settings.text("name")));
    }

    private record Nothing(Stage stage, String name) implements Retriever {
        @Override
        public Retrieval retrieve(RetrievalQuery query) {
            stage.used(name);
            return Retrieval.NOTHING;
        }

        @Override
        public void close() {
            stage.closed(name);
        }
    }
}
