package io.zaaky.app;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.spi.Settings;
import java.util.List;
import java.util.Optional;

/** A retriever that finds nothing; with {@code away: true} one whose index does not answer. */
public final class StagedRetrieverProvider implements RetrieverProvider {

    @Override
    public String type() {
        return "staged";
    }

    @Override
    public Retriever create(Settings settings, PluginContext context) {
        Stage stage = Stage.of(settings.text("stage"));
        String name = stage.made("retriever " + settings.text("name"));
        if (!settings.flag("away", false)) {
            return new Nothing(stage, name);
        }
        var _ = context.embedding(); // it is loaded for documents
        return new Away(new Nothing(stage, name));
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

    private record Away(Nothing retriever) implements DocumentIndex {
        @Override
        public Retrieval retrieve(RetrievalQuery query) {
            return retriever.retrieve(query);
        }

        @Override
        public void put(ChatbotKey chatbot, Document document) {
            throw away();
        }

        @Override
        public boolean remove(ChatbotKey chatbot, String documentId) {
            throw away();
        }

        @Override
        public Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId) {
            throw away();
        }

        @Override
        public List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit) {
            throw away();
        }

        @Override
        public int count(ChatbotKey chatbot) {
            throw away();
        }

        @Override
        public void close() {
            retriever.close();
        }

        private static PluginException away() {
            return new PluginException(Reason.UNAVAILABLE, "the index is away");
        }
    }
}
