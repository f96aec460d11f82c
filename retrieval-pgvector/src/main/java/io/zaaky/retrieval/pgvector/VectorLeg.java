package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the chunks whose vectors are probably nearest. Up to {@link #COMPARED} chunks are compared
 * one by one in the database. For more, {@link Codes codes} in memory are compared. If there are no
 * codes, the graph (HNSW) is walked. The graph is shared with all other chatbots, so a walk may end
 * before it has found enough chunks of this one. In that case they are compared one by one after
 * all, so a chatbot always gets all its passages.
 */
record VectorLeg(Connection connection, Scope scope) {
    private static final int COMPARED = 1000;

    /** Up to this many chunks are compared one by one if there are no codes. */
    private static final int EXACT = 5000;

    /** The vector sizes for which the tables have a graph. */
    private static final Set<Integer> GRAPHS = Set.of(384, 512, 768, 1024, 1536);

    private static final String SETTINGS =
            """
            SET LOCAL hnsw.ef_search = 200;
            SET LOCAL hnsw.iterative_scan = strict_order;
            SET LOCAL plan_cache_mode = force_custom_plan;
            """;

    private static final String ORDER = " ORDER BY embedding <#> ?::vector";

    /** Orders ties by indexing order; the graph cannot guarantee that. */
    private static final String NEAREST = ORDER + ", document, chunk LIMIT ?";

    /** The keys of at least {@code most} chunks, if there are that many. */
    List<Long> likely(CodesCache cache, Statistics statistics, UnitVector question, int most)
            throws SQLException {
        if (statistics.chunks() <= COMPARED) {
            return compare(question, most);
        }
        Optional<ScopeCodes> codes = cache.of(connection, scope, statistics);
        if (codes.isPresent()) {
            return codes.get().near(question, most);
        }
        if (statistics.chunks() > EXACT && GRAPHS.contains(question.dimensions())) {
            List<Long> walked = walk(question, most);
            if (walked.size() == most) {
                return walked;
            }
        }
        return compare(question, most);
    }

    private List<Long> compare(UnitVector question, int most) throws SQLException {
        return select(
                "SELECT document, chunk FROM retrieval_chunk WHERE scope = " + Scope.ID + NEAREST,
                question,
                most);
    }

    /** The index is on a cast to a fixed size, and this number cannot be bound as a parameter. */
    private List<Long> walk(UnitVector question, int most) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(SETTINGS);
        }
        String size = Integer.toString(question.dimensions());
        return select(
                "SELECT document, chunk FROM retrieval_chunk WHERE scope = "
                        + Scope.ID
                        + " AND vector_dims(embedding) = "
                        + size
                        + ORDER.replace("embedding", "embedding::vector(" + size + ")")
                        + " LIMIT ?",
                question,
                most);
    }

    private List<Long> select(String keys, UnitVector question, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(keys)) {
            int next = scope.bind(select);
            select.setObject(next, Vectors.sent(question));
            select.setInt(next + 1, most);
            List<Long> near = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    near.add(Key.of(row.getLong(1), row.getInt(2)));
                }
            }
            return near;
        }
    }

    /** A chunk with its vector. */
    record Found(long key, String documentId, UnitVector vector) {}

    /** Reads chunks with their vectors, in the order of indexing. */
    List<Found> read(Collection<Long> keys) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT c.document, c.chunk, d.id, vector_send(c.embedding)
                        FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
                        """
                                + Key.JOIN
                                + "WHERE c.scope = "
                                + Scope.ID)) {
            int next = Key.bind(select, 1, keys);
            scope.bind(select, next);
            List<Found> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Found(
                                    Key.of(row.getLong(1), row.getInt(2)),
                                    row.getString(3),
                                    Vectors.received(row.getBytes(4))));
                }
            }
            found.sort(Comparator.comparing(Found::key, Key.ORDER));
            return found;
        }
    }
}
