package io.zaaky.retrieval.pgvector;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.pgvector.DefaultMetadataStorageConfig;
import dev.langchain4j.store.embedding.pgvector.MetadataStorageMode;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import io.zaaky.retrieval.hybrid.Preparation;
import io.zaaky.retrieval.hybrid.PreparedChunk;
import io.zaaky.retrieval.hybrid.UnitVector;
import io.zaaky.spi.Document;
import io.zaaky.spi.OneConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stores chunks: their vectors and texts, which LangChain4j's store writes, and their words. */
final class ChunkRows {
    private static final List<String> COLUMNS =
            List.of(
                    "scope INT NOT NULL",
                    "document BIGINT NOT NULL",
                    "chunk INT NOT NULL",
                    "heading TEXT NOT NULL",
                    "length INT NOT NULL",
                    "text_start INT NOT NULL",
                    "text_end INT NOT NULL");

    private ChunkRows() {}

    static void insert(Connection connection, DocumentRows.Place place, List<PreparedChunk> chunks)
            throws SQLException {
        if (chunks.isEmpty()) {
            return;
        }
        store(connection, place, chunks);
        Postings.insert(connection, place, chunks);
        count(connection, place, chunks);
    }

    private static void store(
            Connection connection, DocumentRows.Place place, List<PreparedChunk> chunks)
            throws SQLException {
        try {
            langChain4j(connection, chunks.getFirst().vector().dimensions())
                    .addAll(
                            chunks.stream().map(any -> UUID.randomUUID().toString()).toList(),
                            chunks.stream()
                                    .map(chunk -> Embedding.from(chunk.vector().numbers()))
                                    .toList(),
                            segments(place, chunks));
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** LangChain4j's store, which uses our table and writes inside our transaction. */
    private static PgVectorEmbeddingStore langChain4j(Connection connection, int dimensions) {
        return PgVectorEmbeddingStore.datasourceBuilder()
                .datasource(new OneConnection(connection))
                .table("retrieval_chunk")
                .dimension(dimensions)
                .createTable(false)
                .skipCreateVectorExtension(true)
                .metadataStorageConfig(
                        DefaultMetadataStorageConfig.builder()
                                .storageMode(MetadataStorageMode.COLUMN_PER_KEY)
                                .columnDefinitions(COLUMNS)
                                .build())
                .build();
    }

    private static List<TextSegment> segments(
            DocumentRows.Place place, List<PreparedChunk> chunks) {
        List<TextSegment> segments = new ArrayList<>();
        for (PreparedChunk chunk : chunks) {
            var metadata =
                    new Metadata()
                            .put("scope", place.scope())
                            .put("document", place.number())
                            .put("chunk", segments.size())
                            .put("heading", chunk.chunk().heading())
                            .put("length", chunk.length())
                            .put("text_start", chunk.chunk().start())
                            .put("text_end", chunk.chunk().end());
            segments.add(TextSegment.from(chunk.chunk().text(), metadata));
        }
        return segments;
    }

    private static void count(
            Connection connection, DocumentRows.Place place, List<PreparedChunk> chunks)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE retrieval_scope
                        SET chunks = chunks + ?, words = words + ?, changes = changes + 1
                        WHERE id = ?
                        """)) {
            update.setLong(1, chunks.size());
            update.setLong(2, chunks.stream().mapToLong(PreparedChunk::length).sum());
            update.setInt(3, place.scope());
            update.executeUpdate();
        }
    }

    /** The vectors of a document's chunks, by the text that was embedded. */
    static Map<String, UnitVector> vectors(Connection connection, Scope scope, String id)
            throws SQLException {
        Map<String, UnitVector> vectors = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT d.title, c.heading, c.text, vector_send(c.embedding)
                        FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
                        WHERE d.scope =
                        """
                                + Scope.ID
                                + " AND d.id = ?")) {
            int next = scope.bind(select);
            select.setString(next, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    var chunk = new Document.Chunk(row.getString(2), row.getString(3));
                    vectors.put(
                            Preparation.indexed(id, row.getString(1), chunk),
                            Vectors.received(row.getBytes(4)));
                }
            }
        }
        return vectors;
    }
}
