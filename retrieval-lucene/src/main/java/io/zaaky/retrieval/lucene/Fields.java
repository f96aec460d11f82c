package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.PreparedChunk;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * How documents are stored in the index: one entry for the document itself and one for each chunk.
 * All have the document's {@link #KEY}, by which they are replaced together.
 */
final class Fields {
    /** {@code ORG/CHATBOT}, NUL, the document's id: no id can reach another tenant's documents. */
    static final String KEY = "key";

    /** The same, on the document's own entry only: its terms are the sorted list of documents. */
    static final String DOCUMENT = "document";

    static final String TENANT = "tenant";
    static final String EDITION = "edition";
    static final String KIND = "kind";
    static final String KIND_DOCUMENT = "document";
    static final String KIND_CHUNK = "chunk";
    static final String WORDS = "words";
    static final String LENGTH = "length";
    static final String ID = "id";
    static final String PLACE = "place";
    static final String CHUNK = "number";
    static final String TITLE = "title";
    static final String URL = "url";
    static final String HEADING = "heading";
    static final String TEXT = "text";
    static final String HASH = "hash";
    private static final String START = "start";
    private static final String END = "end";
    private static final String CHUNKS = "chunks";
    private static final String CHARACTERS = "characters";
    private static final String UPDATED = "updated";

    private Fields() {}

    static Term key(ChatbotKey chatbot, String id) {
        return new Term(KEY, keyText(chatbot, id));
    }

    static String keyText(ChatbotKey chatbot, String id) {
        return chatbot + "\0" + id;
    }

    /** Vectors of different editions may have different dimensions, which one field cannot hold. */
    static String vector(String edition) {
        return "vector|" + edition;
    }

    static List<org.apache.lucene.document.Document> entries(
            Scope scope, Document document, List<PreparedChunk> chunks, Instant now) {
        List<org.apache.lucene.document.Document> entries = new ArrayList<>(chunks.size() + 1);
        for (PreparedChunk chunk : chunks) {
            entries.add(chunk(scope, document, chunk, entries.size()));
        }
        entries.add(document(scope, document, now));
        return entries;
    }

    private static org.apache.lucene.document.Document chunk(
            Scope scope, Document document, PreparedChunk chunk, int n) {
        var entry = entry(scope, document, KIND_CHUNK);
        entry.add(new Field(WORDS, new CountedWords(chunk.words()), CountedWords.TYPE));
        entry.add(new NumericDocValuesField(LENGTH, chunk.length()));
        entry.add(
                new KnnFloatVectorField(
                        vector(scope.edition()),
                        chunk.vector().numbers(),
                        VectorSimilarityFunction.DOT_PRODUCT));
        entry.add(new NumericDocValuesField(CHUNK, n));
        entry.add(new SortedDocValuesField(PLACE, new BytesRef(document.id())));
        entry.add(new StoredField(HEADING, chunk.chunk().heading()));
        entry.add(new StoredField(TEXT, chunk.chunk().text()));
        if (chunk.chunk().start() != Document.Chunk.UNKNOWN) {
            entry.add(new StoredField(START, chunk.chunk().start()));
            entry.add(new StoredField(END, chunk.chunk().end()));
        }
        return entry;
    }

    /** A chunk as it was indexed. Indexes of versions that stored no positions have none. */
    static Document.Chunk chunk(org.apache.lucene.document.Document entry) {
        IndexableField start = entry.getField(START);
        IndexableField end = entry.getField(END);
        return start == null || end == null
                ? new Document.Chunk(entry.get(HEADING), entry.get(TEXT))
                : new Document.Chunk(
                        entry.get(HEADING),
                        entry.get(TEXT),
                        start.numericValue().intValue(),
                        end.numericValue().intValue());
    }

    private static org.apache.lucene.document.Document document(
            Scope scope, Document document, Instant now) {
        var entry = entry(scope, document, KIND_DOCUMENT);
        entry.add(
                new StringField(DOCUMENT, keyText(scope.chatbot(), document.id()), Field.Store.NO));
        entry.add(new StoredField(HASH, document.hash()));
        entry.add(new StoredField(CHUNKS, document.chunks().size()));
        long characters = document.chunks().stream().mapToLong(c -> c.text().length()).sum();
        entry.add(new StoredField(CHARACTERS, characters));
        entry.add(new StoredField(UPDATED, now.toEpochMilli()));
        return entry;
    }

    private static org.apache.lucene.document.Document entry(
            Scope scope, Document document, String kind) {
        var entry = new org.apache.lucene.document.Document();
        entry.add(new StringField(KEY, keyText(scope.chatbot(), document.id()), Field.Store.NO));
        entry.add(new StringField(TENANT, scope.chatbot().toString(), Field.Store.YES));
        entry.add(new StringField(EDITION, scope.edition(), Field.Store.YES));
        entry.add(new StringField(KIND, kind, Field.Store.NO));
        entry.add(new StoredField(ID, document.id()));
        entry.add(new StoredField(TITLE, document.title()));
        entry.add(new StoredField(URL, document.url()));
        return entry;
    }

    static DocumentInfo info(org.apache.lucene.document.Document entry) {
        return new DocumentInfo(
                entry.get(ID),
                entry.get(TITLE),
                entry.get(URL),
                entry.get(HASH),
                entry.getField(CHUNKS).numericValue().intValue(),
                entry.getField(CHARACTERS).numericValue().longValue(),
                Instant.ofEpochMilli(entry.getField(UPDATED).numericValue().longValue()));
    }
}
