package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.retrieval.hybrid.Preparation;
import io.zaaky.retrieval.hybrid.PreparedChunk;
import io.zaaky.retrieval.hybrid.Question;
import io.zaaky.retrieval.hybrid.TextAnalysis;
import io.zaaky.retrieval.hybrid.UnitVector;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Stores the documents of all chatbots in the same tables. */
final class PgvectorDocumentIndex implements DocumentIndex {
    private final HybridSettings settings;
    private final EmbeddingModel embedding;
    private final TextAnalysis analysis;
    private final Transactions transactions;
    private final CodesCache codes;
    private final Set<Scope> filled = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<ChatbotKey, ReentrantLock> turns = new ConcurrentHashMap<>();

    PgvectorDocumentIndex(HybridSettings settings, Database database, EmbeddingModel embedding) {
        this(settings, new Transactions(database), embedding);
    }

    private PgvectorDocumentIndex(
            HybridSettings settings, Transactions transactions, EmbeddingModel embedding) {
        this(settings, transactions, embedding, new CodesCache(transactions));
    }

    PgvectorDocumentIndex(
            HybridSettings settings,
            Transactions transactions,
            EmbeddingModel embedding,
            CodesCache codes) {
        this.codes = codes;
        this.settings = settings;
        this.embedding = embedding;
        this.transactions = transactions;
        analysis = new TextAnalysis(settings.language());
    }

    @Override
    public void check() {
        var _ = transactions.isValid(5);
    }

    /**
     * No connection is held while the question is embedded, and nothing is embedded for a chatbot
     * without documents.
     */
    @Override
    public Retrieval retrieve(RetrievalQuery query) {
        Scope scope = scope(query.chatbot());
        if (!filled.contains(scope) && !isFilled(scope)) {
            return Retrieval.NOTHING;
        }
        Question question = Question.of(query.text(), analysis, embedding);
        var search =
                new Search(
                        scope,
                        codes,
                        question,
                        settings.legs(),
                        query.topK(),
                        embedding.unrelatedCosine());
        Retrieval found = transactions.read(query.chatbot(), search::in);
        if (found.passages().isEmpty()) {
            filled.remove(scope); // check again next time
        }
        return found;
    }

    private boolean isFilled(Scope scope) {
        boolean is = !transactions.read(scope.chatbot(), c -> Statistics.of(c, scope)).isEmpty();
        if (is) {
            filled.add(scope);
        }
        return is;
    }

    @Override
    public void put(ChatbotKey chatbot, Document document) {
        if (hasNul(document.id())) {
            throw new PluginException(
                    Reason.REJECTED, "PostgreSQL can't keep a document id with U+0000");
        }
        Scope scope = scope(chatbot);
        Document clean = withoutNul(document);
        Map<String, UnitVector> known =
                transactions.read(chatbot, c -> ChunkRows.vectors(c, scope, document.id()));
        List<PreparedChunk> chunks = new Preparation(analysis, embedding).chunks(clean, known);
        change(
                chatbot,
                connection -> {
                    DocumentRows.delete(connection, chatbot, clean.id());
                    ChunkRows.insert(
                            connection, DocumentRows.insert(connection, scope, clean), chunks);
                    return true;
                });
    }

    @Override
    public boolean remove(ChatbotKey chatbot, String documentId) {
        if (hasNul(documentId)) {
            return false;
        }
        Scope scope = scope(chatbot);
        return change(
                chatbot,
                connection -> {
                    boolean known = DocumentRows.find(connection, scope, documentId).isPresent();
                    DocumentRows.delete(connection, chatbot, documentId);
                    return known;
                });
    }

    /**
     * Changes of one chatbot run one after another. Those of this process wait here without holding
     * a connection, because questions need connections in the meantime.
     */
    private <T> T change(ChatbotKey chatbot, Transactions.Work<T> work) {
        ReentrantLock turn = turns.computeIfAbsent(chatbot, key -> new ReentrantLock(true));
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "interrupted before a change", e);
        }
        try {
            return transactions.write(
                    chatbot,
                    connection -> {
                        DocumentRows.lock(connection, chatbot);
                        return work.with(connection);
                    });
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId) {
        Scope scope = scope(chatbot);
        return hasNul(documentId)
                ? Optional.empty()
                : transactions.read(chatbot, c -> DocumentRows.find(c, scope, documentId));
    }

    @Override
    public List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit) {
        Scope scope = scope(chatbot);
        String begin = hasNul(after) ? after.substring(0, after.indexOf('\0')) : after;
        return transactions.read(chatbot, c -> DocumentRows.list(c, scope, begin, limit));
    }

    @Override
    public int count(ChatbotKey chatbot) {
        Scope scope = scope(chatbot);
        return transactions.read(chatbot, c -> DocumentRows.count(c, scope));
    }

    @Override
    public void close() {
        codes.close();
    }

    private Scope scope(ChatbotKey chatbot) {
        return new Scope(chatbot, settings.edition(embedding));
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** PostgreSQL's text type can hold every character except U+0000. */
    private static Document withoutNul(Document document) {
        return new Document(
                document.id(),
                withoutNul(document.title()),
                withoutNul(document.url()),
                document.hash(),
                document.chunks().stream().map(PgvectorDocumentIndex::withoutNul).toList());
    }

    private static Document.Chunk withoutNul(Document.Chunk chunk) {
        return new Document.Chunk(
                withoutNul(chunk.heading()), withoutNul(chunk.text()), chunk.start(), chunk.end());
    }

    private static String withoutNul(String text) {
        return hasNul(text) ? text.replace("\0", "") : text;
    }
}
