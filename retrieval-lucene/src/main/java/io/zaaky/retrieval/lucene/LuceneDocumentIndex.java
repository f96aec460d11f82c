package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.retrieval.hybrid.Preparation;
import io.zaaky.retrieval.hybrid.PreparedChunk;
import io.zaaky.retrieval.hybrid.Question;
import io.zaaky.retrieval.hybrid.TextAnalysis;
import io.zaaky.retrieval.hybrid.UnitVector;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Stores the documents of each chatbot in its own folder {@code ORG/CHATBOT}. */
final class LuceneDocumentIndex implements DocumentIndex {
    private final HybridSettings settings;
    private final Path root;
    private final EmbeddingModel embedding;
    private final TextAnalysis analysis;
    private final InstantSource clock = InstantSource.system();
    private final ConcurrentMap<ChatbotKey, IndexFolder> folders = new ConcurrentHashMap<>();

    LuceneDocumentIndex(HybridSettings settings, Path root, EmbeddingModel embedding) {
        this.settings = settings;
        this.root = root;
        this.embedding = embedding;
        analysis = new TextAnalysis(settings.language());
    }

    @Override
    public Retrieval retrieve(RetrievalQuery query) {
        Scope scope = scope(query.chatbot());
        IndexFolder folder = folder(query.chatbot());
        if (folder.read(s -> s.chunks(scope.chatbot(), scope.edition()).isEmpty(), true)) {
            return Retrieval.NOTHING;
        }
        Question question = Question.of(query.text(), analysis, embedding);
        var search =
                new Search(
                        scope,
                        question,
                        settings.legs(),
                        query.topK(),
                        embedding.unrelatedCosine());
        return folder.read(search::in, Retrieval.NOTHING);
    }

    @Override
    public void put(ChatbotKey chatbot, Document document) {
        Scope scope = scope(chatbot);
        IndexFolder folder = folder(chatbot);
        Map<String, UnitVector> known =
                folder.read(s -> Entries.vectors(s, scope, document.id()), Map.of());
        List<PreparedChunk> chunks = new Preparation(analysis, embedding).chunks(document, known);
        Instant now = clock.instant();
        folder.write(
                writer ->
                        writer.updateDocuments(
                                Fields.key(chatbot, document.id()),
                                Fields.entries(scope, document, chunks, now)));
    }

    @Override
    public boolean remove(ChatbotKey chatbot, String documentId) {
        IndexFolder folder = folder(chatbot);
        boolean known = find(chatbot, documentId).isPresent();
        if (folder.read(s -> Entries.any(s, chatbot, documentId), false)) {
            folder.write(writer -> writer.deleteDocuments(Fields.key(chatbot, documentId)));
        }
        return known;
    }

    @Override
    public Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId) {
        Scope scope = scope(chatbot);
        return folder(chatbot).read(s -> Entries.find(s, scope, documentId), Optional.empty());
    }

    @Override
    public List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit) {
        Scope scope = scope(chatbot);
        return folder(chatbot).read(s -> Entries.list(s, scope, after, limit), List.of());
    }

    @Override
    public int count(ChatbotKey chatbot) {
        Scope scope = scope(chatbot);
        return folder(chatbot).read(s -> Entries.count(s, scope), 0);
    }

    private Scope scope(ChatbotKey chatbot) {
        return new Scope(chatbot, settings.edition(embedding));
    }

    private IndexFolder folder(ChatbotKey chatbot) {
        return folders.computeIfAbsent(
                chatbot, key -> new IndexFolder(root.resolve(key.org()).resolve(key.chatbot())));
    }

    @Override
    public void close() {
        folders.values().forEach(IndexFolder::close);
    }
}
