package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.RetrieverProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Shared by the tests of a document index: indexes over one storage, chatbots, documents. */
abstract class DocumentIndexFixture {
    /** Knows two pairs of synonyms. */
    final FakeEmbedding embedding =
            new FakeEmbedding(
                    "fake", 384, Map.of("automobile", "car", "invoice", "bill", "fee", "price"));

    /** Chatbots that no other test uses, because the storage may be shared. */
    final ChatbotKey desk = new ChatbotKey("harbor", unique());

    final ChatbotKey other = new ChatbotKey("harbor", unique());
    final ChatbotKey foreign = new ChatbotKey(unique(), desk.chatbot());

    private final List<DocumentIndex> open = new ArrayList<>();

    /** The provider under test. */
    protected abstract RetrieverProvider provider();

    /**
     * The name of the storage, constant within one test, by which another process that runs the
     * same class finds it.
     */
    protected abstract String storage();

    /** A context with this storage. The tests add the embedding model. */
    protected abstract TestContext context(String storage);

    final TestContext context() {
        return context(storage());
    }

    private static String unique() {
        return "t" + UUID.randomUUID();
    }

    /** Another index over the same storage, closed after the test. */
    protected final DocumentIndex index(EmbeddingModel model) {
        return index(model, storage());
    }

    final DocumentIndex index(EmbeddingModel model, String storage) {
        var created =
                provider()
                        .create(TestSettings.of(Map.of()).settings(), context(storage).with(model));
        DocumentIndex index = assertInstanceOf(DocumentIndex.class, created);
        open.add(index);
        return index;
    }

    final DocumentIndex index() {
        return index(embedding);
    }

    /** Closes an index before the end of the test. */
    final void close(DocumentIndex index) {
        open.remove(index);
        index.close();
    }

    @AfterEach
    final void closeIndexes() {
        open.forEach(DocumentIndex::close);
    }

    static Document document(String id, String... texts) {
        List<Document.Chunk> chunks =
                Arrays.stream(texts).map(text -> new Document.Chunk("", text)).toList();
        return new Document(id, "", "", "hash of " + id + Arrays.hashCode(texts), chunks);
    }

    static Retrieval search(DocumentIndex index, ChatbotKey chatbot, String text, int topK) {
        return index.retrieve(new RetrievalQuery(chatbot, text, topK));
    }

    static List<String> ids(Retrieval retrieval) {
        return retrieval.passages().stream().map(Passage::documentId).toList();
    }

    static List<String> texts(Retrieval retrieval) {
        return retrieval.passages().stream().map(Passage::text).toList();
    }
}
